using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using SecureApi.SecurityGroups;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Something with network interfaces in the VPC: a load balancer, the tasks of a service, an endpoint.</summary>
public sealed class NetworkNode
{
    /// <summary>The resource whose interfaces these are.</summary>
    public required RecordedResource Resource { get; init; }

    /// <summary>A short name for people, unique in the stack.</summary>
    public required string Label { get; init; }

    /// <summary>What the architecture calls it; null for what the architecture does not know.</summary>
    public required Peer.Group? Role { get; init; }

    /// <summary>The subnets in which it has interfaces.</summary>
    public required ImmutableArray<NetworkSubnet> Subnets { get; init; }

    /// <summary>The security groups of its interfaces, by id.</summary>
    public required ImmutableArray<string> GroupIds { get; init; }

    /// <summary>Whether its interfaces have public IPv4 addresses.</summary>
    public required bool HasPublicIpv4 { get; init; }

    /// <summary>Whether its interfaces have IPv6 addresses, which are public by nature.</summary>
    public required bool HasIpv6 { get; init; }

    /// <summary>The TCP ports on which it listens; null when the resources do not tell.</summary>
    public required ImmutableArray<int>? Ports { get; init; }

    /// <summary>True while it runs nothing: a service of which no task is wanted yet.</summary>
    public required bool IsIdle { get; init; }

    /// <summary>The VPC.</summary>
    public string VpcId => Subnets.IsEmpty ? "" : Subnets[0].VpcId;

    /// <summary>The addresses that its interfaces may have.</summary>
    /// <param name="family">A family.</param>
    public IEnumerable<IpBlock> Addresses(AddressFamily family) => family == AddressFamily.Ipv6 && !HasIpv6
        ? []
        : Subnets.SelectMany(subnet => subnet.Blocks).Where(block => block.Family == family);

    /// <inheritdoc/>
    public override string ToString() => Label;
}
