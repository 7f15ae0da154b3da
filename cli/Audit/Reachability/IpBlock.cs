using System.Net;
using SecureApi.Network;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Addresses of either family, as a CIDR block.</summary>
public readonly record struct IpBlock
{
    private readonly IPNetwork _network;

    private IpBlock(IPNetwork network) => _network = network;

    /// <summary>The family.</summary>
    public AddressFamily Family =>
        _network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? AddressFamily.Ipv4 : AddressFamily.Ipv6;

    /// <summary>True for every address of the family.</summary>
    public bool IsAny => _network.PrefixLength == 0;

    /// <summary>Reads a block of either family; null when the text is none.</summary>
    /// <param name="text">Such as <c>10.0.0.0/16</c> or <c>::/0</c>.</param>
    public static IpBlock? Parse(string? text) => Cidr.TryParse(text, out var network) ? new IpBlock(network) : null;

    /// <summary>True when every address of <paramref name="other"/> is in this block.</summary>
    public bool Contains(IpBlock other) => _network.Contains(other._network);

    /// <summary>True when the blocks share an address. Two blocks that do are one inside the other.</summary>
    public bool Overlaps(IpBlock other) => _network.Overlaps(other._network);

    /// <inheritdoc/>
    public override string ToString() => _network.ToString();
}
