using Pulumi;
using Pulumi.Aws.AppAutoScaling;
using Pulumi.Aws.AppAutoScaling.Inputs;
using Metric = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricArgs;
using MetricDimension = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricDimensionArgs;
using MetricName = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricArgs;
using MetricStat = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatArgs;

namespace SecureApi.Ecs;

/// <summary>
/// Target tracking for a service: CPU, memory and, behind a load balancer, requests a task. The highest wish wins.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html"/>
public sealed class ServiceAutoScaling : ComponentResource
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
    public ServiceAutoScaling(string name, ServiceAutoScalingArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:ecs:ServiceAutoScaling", name, options)
    {
        var settings = args.Settings;
        var target = new Target(name, new TargetArgs
        {
            ServiceNamespace = Namespace,
            ScalableDimension = Dimension,
            ResourceId = Output.Format($"service/{args.ClusterName}/{args.ServiceName}"),
            MinCapacity = settings.MinTasks,
            MaxCapacity = settings.MaxTasks,
        }, new CustomResourceOptions { Parent = this });

        Track($"{name}-cpu", target, Predefined(settings.CpuTargetPercent, "ECSServiceAverageCPUUtilization"));
        Track($"{name}-memory", target, Predefined(settings.MemoryTargetPercent, "ECSServiceAverageMemoryUtilization"));
        if (args.LoadBalancer is { } balancer) Track($"{name}-requests", target, RequestCountPerTarget.For(balancer, args));

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

/// <summary>The arguments of <see cref="ServiceAutoScaling"/>.</summary>
public sealed record ServiceAutoScalingArgs
{
    /// <summary>The cluster's name.</summary>
    public required Output<string> ClusterName { get; init; }

    /// <summary>The ECS service's name.</summary>
    public required Output<string> ServiceName { get; init; }

    /// <summary>Bounds and targets.</summary>
    public required TaskConfig Settings { get; init; }

    /// <summary>The target group whose requests count; null for services without a load balancer.</summary>
    public required LoadBalancerTarget? LoadBalancer { get; init; }
}

/// <summary>Scaling by requests a task.</summary>
/// <remarks>
/// AWS's own metric counts one target group, and is not supported where deployments swap two. There, the load balancer's
/// requests are divided by the tasks that run: both stay what they are during a deployment.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html"/>
internal static class RequestCountPerTarget
{
    public static PolicyTargetTrackingScalingPolicyConfigurationArgs For(LoadBalancerTarget target, ServiceAutoScalingArgs args)
    {
        var tracking = new PolicyTargetTrackingScalingPolicyConfigurationArgs { TargetValue = target.RequestsPerTarget };
        if (target.Shift is null)
        {
            tracking.PredefinedMetricSpecification = new PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs
            {
                PredefinedMetricType = "ALBRequestCountPerTarget",
                ResourceLabel = Output.Format($"{target.LoadBalancerSuffix}/{target.TargetGroupSuffix}"),
            };
        }
        else
        {
            tracking.CustomizedMetricSpecification = new PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationArgs
            {
                Metrics =
                {
                    Measured("requests", "AWS/ApplicationELB", "RequestCount", "Sum", Dimension("LoadBalancer", target.LoadBalancerSuffix)),
                    Measured("tasks", "ECS/ContainerInsights", "RunningTaskCount", "Average",
                        Dimension("ClusterName", args.ClusterName), Dimension("ServiceName", args.ServiceName)),
                    new Metric { Id = "load", Label = "Requests a task", Expression = "requests / tasks", ReturnData = true },
                },
            };
        }

        return tracking;
    }

    private static Metric Measured(string id, string source, string name, string statistic, params MetricDimension[] dimensions) => new()
    {
        Id = id,
        ReturnData = false,
        MetricStat = new MetricStat
        {
            Stat = statistic,
            Metric = new MetricName { Namespace = source, MetricName = name, Dimensions = dimensions },
        },
    };

    private static MetricDimension Dimension(string name, Input<string> value) => new() { Name = name, Value = value };
}
