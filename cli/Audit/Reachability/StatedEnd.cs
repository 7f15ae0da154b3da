using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using SecureApi.SecurityGroups;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>An end of a stated flow, found in the recorded resources.</summary>
internal sealed class StatedEnd
{
    public required Peer Peer { get; init; }

    /// <summary>The nodes of a role; empty for addresses and prefix lists.</summary>
    public ImmutableArray<NetworkNode> Nodes { get; init; } = [];

    /// <summary>The addresses; null for a role and a prefix list.</summary>
    public IpBlock? Block { get; init; }

    /// <summary>The gateway endpoint of a prefix list; null for another kind, or when the stack has none.</summary>
    public RecordedResource? Endpoint { get; init; }

    public bool IsRole => Peer is Peer.Group;

    public bool IsPrefixList => Peer is Peer.PrefixList;

    /// <summary>The end in words.</summary>
    public string Label => Peer switch
    {
        Peer.Group group => group.Role,
        Peer.PrefixList list => list.Label,
        _ => Block is { IsAny: true } ? "internet" : $"{Block}",
    };

    /// <summary>True when the end holds all addresses that the node may have.</summary>
    public bool Holds(NetworkNode node, AddressFamily family) =>
        Block is { } block && node.Addresses(family).Any() && node.Addresses(family).All(block.Contains);
}
