using Pulumi;
using SecureApi.Naming;

namespace SecureApi.Observability;

/// <summary>What <see cref="GatewayMetrics"/> are made from.</summary>
public sealed record GatewayMetricsArgs
{
    /// <summary>Gives the metrics their namespace.</summary>
    public required StackNames Names { get; init; }

    /// <summary>The gateway's log group.</summary>
    public required Output<string> LogGroupName { get; init; }
}
