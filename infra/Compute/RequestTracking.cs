using Pulumi;
using Pulumi.Aws.AppAutoScaling.Inputs;
using Metric = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricArgs;
using MetricDimension = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricDimensionArgs;
using MetricName = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricArgs;
using MetricStat = Pulumi.Aws.AppAutoScaling.Inputs.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatArgs;

namespace SecureApi.Compute;

/// <summary>Scaling by requests a task.</summary>
/// <remarks>
/// AWS's own metric counts one target group, and is not supported where deployments swap two. There, the load balancer's
/// requests are divided by the tasks that run: both stay what they are during a deployment.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html"/>
internal static class RequestTracking
{
    public static PolicyTargetTrackingScalingPolicyConfigurationArgs For(LoadBalancerTarget target, ServiceScalingArgs args)
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
