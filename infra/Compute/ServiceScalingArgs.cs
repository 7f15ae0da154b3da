using Pulumi;

namespace SecureApi.Compute;

/// <summary>What <see cref="ServiceScaling"/> is made from.</summary>
public sealed record ServiceScalingArgs
{
    /// <summary>The cluster's name.</summary>
    public required Output<string> ClusterName { get; init; }

    /// <summary>The ECS service's name.</summary>
    public required Output<string> ServiceName { get; init; }

    /// <summary>Bounds and targets.</summary>
    public required TaskSettings Settings { get; init; }

    /// <summary>The target group whose requests count; null for services without a load balancer.</summary>
    public required LoadBalancerTarget? LoadBalancer { get; init; }

    /// <summary>Holds the service at zero tasks.</summary>
    public required bool Bootstrap { get; init; }
}
