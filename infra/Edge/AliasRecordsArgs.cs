
namespace SecureApi.Edge;

/// <summary>What <see cref="AliasRecords"/> are made from.</summary>
public sealed record AliasRecordsArgs
{
    /// <summary>The domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The hosted zone of the domain.</summary>
    public required string HostedZoneId { get; init; }

    /// <summary>The load balancer.</summary>
    public required PublicLoadBalancer LoadBalancer { get; init; }

    /// <summary>Whether the load balancer has IPv6 addresses.</summary>
    public required bool DualStack { get; init; }
}
