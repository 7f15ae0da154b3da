using Pulumi;

namespace SecureApi.Compute;

/// <summary>A load balancer's target group in which a service registers its tasks.</summary>
public sealed record LoadBalancerTarget
{
    /// <summary>The target group.</summary>
    public required Output<string> TargetGroupArn { get; init; }

    /// <summary>The target group as metrics name it: <c>targetgroup/…/…</c>.</summary>
    public required Output<string> TargetGroupSuffix { get; init; }

    /// <summary>The load balancer as metrics name it: <c>app/…/…</c>.</summary>
    public required Output<string> LoadBalancerSuffix { get; init; }

    /// <summary>Requests a minute and task that scaling aims at.</summary>
    public required int RequestsPerTarget { get; init; }

    /// <summary>Seconds after a task's start in which a failing health check is ignored.</summary>
    public int GraceSeconds { get; init; } = 30;

    /// <summary>How deployments move requests to a second target group; null when tasks are replaced in the first.</summary>
    public TrafficShift? Shift { get; init; }
}
