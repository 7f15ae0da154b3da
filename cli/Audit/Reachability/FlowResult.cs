using System.Collections.Immutable;
using SecureApi.SecurityGroups;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>A stated flow, and whether it works.</summary>
/// <param name="Connection">The flow.</param>
/// <param name="State">Whether it can carry traffic.</param>
/// <param name="Problems">What keeps it from doing so.</param>
public sealed record FlowResult(Connection Connection, FlowState State, ImmutableArray<FlowProblem> Problems)
{
    /// <summary>An end in words.</summary>
    /// <param name="peer">The source or the destination.</param>
    public static string Label(Peer peer) => peer switch
    {
        Peer.Group group => group.Role,
        Peer.Ipv4 block => block.Cidr,
        Peer.Ipv6 block => block.Cidr,
        Peer.PrefixList list => list.Label,
        _ => "?",
    };
}
