using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.SecurityGroups;

/// <summary>What <see cref="StackSecurityGroups"/> are made from.</summary>
public sealed record StackSecurityGroupsArgs
{
    /// <summary>The VPC.</summary>
    public required Output<string> VpcId { get; init; }

    /// <summary>The flows; a group exists for every <see cref="Peer.Group"/> that they name.</summary>
    public required ImmutableArray<Flow> Flows { get; init; }
}
