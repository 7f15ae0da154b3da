using Pulumi;
using SecureApi.Naming;

namespace SecureApi.Observability;

/// <summary>What <see cref="ExpiryMetrics"/> are made from.</summary>
public sealed record ExpiryMetricsArgs
{
    /// <summary>Gives the metrics their namespace.</summary>
    public required StackNames Names { get; init; }

    /// <summary>The gateway's log group.</summary>
    public required Output<string> LogGroupName { get; init; }

    /// <summary>Whether the gateway has revocation lists.</summary>
    public required bool WithRevocationLists { get; init; }
}
