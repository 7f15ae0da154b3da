using Pulumi;

namespace SecureApi.Compute;

/// <summary>What a <see cref="ServiceCluster"/> is made from.</summary>
public sealed record ServiceClusterArgs
{
    /// <summary>The fixed name of the cluster.</summary>
    public required string ClusterName { get; init; }

    /// <summary>The fixed name of the log group that Container Insights writes to.</summary>
    public required string InsightsLogGroupName { get; init; }

    /// <summary>Days for which performance events are kept.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>The customer-managed key of the log group.</summary>
    public required Output<string> KeyArn { get; init; }
}
