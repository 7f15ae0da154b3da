using Pulumi;
using SecureApi.Naming;

namespace SecureApi.Observability;

/// <summary>The resources whose metrics <see cref="StackMetrics"/> names.</summary>
public sealed record StackMetricsArgs
{
    /// <summary>The stack's fixed names.</summary>
    public required StackNames Names { get; init; }

    /// <summary>The region's name.</summary>
    public required string RegionName { get; init; }

    /// <summary>The load balancer's dimension, <c>app/name/id</c>.</summary>
    public required Output<string> LoadBalancerSuffix { get; init; }

    /// <summary>The gateway's target group, <c>targetgroup/name/id</c>.</summary>
    public required Output<string> TargetGroupSuffix { get; init; }

    /// <summary>The gateway's second target group, when deployments swap two; null otherwise.</summary>
    public Output<string>? AlternateTargetGroupSuffix { get; init; }

    /// <summary>The web ACL's name.</summary>
    public required Output<string> WebAclName { get; init; }

    /// <summary>The load balancer's ACM certificate.</summary>
    public required Output<string> CertificateArn { get; init; }
}
