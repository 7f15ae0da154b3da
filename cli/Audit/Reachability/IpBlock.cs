using SecureApi.Network;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Addresses of either family, as a CIDR block.</summary>
public readonly record struct IpBlock
{
    private readonly Cidr4 _ipv4;
    private readonly Cidr6 _ipv6;

    private IpBlock(Cidr4 block) => (Family, _ipv4) = (AddressFamily.Ipv4, block);

    private IpBlock(Cidr6 block) => (Family, _ipv6) = (AddressFamily.Ipv6, block);

    /// <summary>The family.</summary>
    public AddressFamily Family { get; }

    /// <summary>True for every address of the family.</summary>
    public bool IsAny => Family == AddressFamily.Ipv4 ? _ipv4 == Cidr4.Any : _ipv6 == Cidr6.Any;

    /// <summary>Reads a block of either family; null when the text is none.</summary>
    /// <param name="text">Such as <c>10.0.0.0/16</c> or <c>::/0</c>.</param>
    public static IpBlock? Parse(string? text) =>
        Cidr4.TryParse(text, out var ipv4) ? new IpBlock(ipv4) : Cidr6.TryParse(text, out var ipv6) ? new IpBlock(ipv6) : null;

    /// <summary>True when every address of <paramref name="other"/> is in this block.</summary>
    public bool Contains(IpBlock other) =>
        Family == other.Family && (Family == AddressFamily.Ipv4 ? _ipv4.Contains(other._ipv4) : _ipv6.Contains(other._ipv6));

    /// <summary>True when the blocks share an address. Two blocks that do are one inside the other.</summary>
    public bool Overlaps(IpBlock other) => Contains(other) || other.Contains(this);

    /// <inheritdoc/>
    public override string ToString() => Family == AddressFamily.Ipv4 ? _ipv4.ToString() : _ipv6.ToString();
}
