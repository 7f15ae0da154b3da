using System.Collections.Immutable;
using Pulumi;
using SecureApi.Naming;

namespace SecureApi.Observability;

/// <summary>What a <see cref="StackDashboard"/> is made from.</summary>
public sealed record StackDashboardArgs
{
    /// <summary>Every metric of the stack.</summary>
    public required StackMetrics Metrics { get; init; }

    /// <summary>The gateway and the services, in the order in which they are drawn.</summary>
    public required ImmutableArray<string> Services { get; init; }

    /// <summary>The metric name of each firewall rule.</summary>
    public required ImmutableArray<string> FirewallRules { get; init; }

    /// <summary>NAT gateways by zone; empty without NAT.</summary>
    public required NamedMap<Output<string>> NatGateways { get; init; }

    /// <summary>Whether the gateway has revocation lists.</summary>
    public required bool WithRevocationLists { get; init; }

    /// <summary>The region's name.</summary>
    public required string RegionName { get; init; }
}
