using Pulumi;
using Pulumi.Aws.AppAutoScaling;
using Pulumi.Aws.AppAutoScaling.Inputs;

namespace SecureApi.Compute;

/// <summary>
/// Target tracking for a service: CPU, memory and, behind a load balancer, requests a task. The highest wish wins.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html"/>
public sealed class ServiceScaling : ComponentResource
{
    private const string Dimension = "ecs:service:DesiredCount";
    private const string Namespace = "ecs";

    /// <summary>Out at once, in slowly: a task too many costs cents, one too few costs requests.</summary>
    private const int ScaleOutCooldownSeconds = 60;

    private const int ScaleInCooldownSeconds = 300;

    /// <summary>Declares the bounds and the policies.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Service, bounds and targets.</param>
    /// <param name="options">Parent and providers.</param>
    public ServiceScaling(string name, ServiceScalingArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:compute:ServiceScaling", name, options)
    {
        var settings = args.Settings;
        var target = new Target(name, new TargetArgs
        {
            ServiceNamespace = Namespace,
            ScalableDimension = Dimension,
            ResourceId = Output.Format($"service/{args.ClusterName}/{args.ServiceName}"),
            MinCapacity = args.Bootstrap ? 0 : settings.MinTasks,
            MaxCapacity = args.Bootstrap ? 0 : settings.MaxTasks,
        }, new CustomResourceOptions { Parent = this });

        Track($"{name}-cpu", target, Predefined(settings.CpuTargetPercent, "ECSServiceAverageCPUUtilization"));
        Track($"{name}-memory", target, Predefined(settings.MemoryTargetPercent, "ECSServiceAverageMemoryUtilization"));
        if (args.LoadBalancer is { } balancer) Track($"{name}-requests", target, RequestTracking.For(balancer, args));

        RegisterOutputs();
    }

    private static PolicyTargetTrackingScalingPolicyConfigurationArgs Predefined(int value, string metric) => new()
    {
        TargetValue = value,
        PredefinedMetricSpecification = new PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs
        {
            PredefinedMetricType = metric,
        },
    };

    private void Track(string name, Target target, PolicyTargetTrackingScalingPolicyConfigurationArgs tracking)
    {
        tracking.ScaleInCooldown = ScaleInCooldownSeconds;
        tracking.ScaleOutCooldown = ScaleOutCooldownSeconds;
        new Policy(name, new PolicyArgs
        {
            PolicyType = "TargetTrackingScaling",
            ServiceNamespace = target.ServiceNamespace,
            ScalableDimension = target.ScalableDimension,
            ResourceId = target.ResourceId,
            TargetTrackingScalingPolicyConfiguration = tracking,
        }, new CustomResourceOptions { Parent = this });
    }
}
