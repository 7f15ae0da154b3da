using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>One permission of a security group: a direction, traffic, and one peer.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"/>
public sealed record GroupRule
{
    /// <summary>The resource that declares the rule: a rule of its own, or the group that lists it.</summary>
    public required RecordedResource Resource { get; init; }

    /// <summary>The group's id.</summary>
    public required string GroupId { get; init; }

    /// <summary>True for connections to members of the group, false for connections that they open.</summary>
    public required bool IsIngress { get; init; }

    /// <summary>What may pass.</summary>
    public required Traffic Traffic { get; init; }

    /// <summary>The group at the other end; null when the peer is no group.</summary>
    public string? PeerGroupId { get; init; }

    /// <summary>The addresses at the other end; null when the peer is no block.</summary>
    public IpBlock? PeerBlock { get; init; }

    /// <summary>The prefix list at the other end; null when the peer is none.</summary>
    public string? PeerPrefixListId { get; init; }

    /// <summary>The peer in words.</summary>
    public string Peer => PeerBlock?.ToString() ?? PeerGroupId ?? PeerPrefixListId ?? "an unknown peer";

    /// <inheritdoc/>
    public override string ToString() => $"{(IsIngress ? "ingress from" : "egress to")} {Peer}, {Traffic}";
}
