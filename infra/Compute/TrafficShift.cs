using System.Globalization;
using Pulumi;
using Pulumi.Aws.Ecs.Inputs;
using SecureApi.Iam;

namespace SecureApi.Compute;

/// <summary>What ECS needs to move a service's requests from one target group to another.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html"/>
public sealed record TrafficShift
{
    /// <summary>Strategy and times.</summary>
    public required DeploymentSettings Settings { get; init; }

    /// <summary>The target group beside the service's first one; the two swap roles at each deployment.</summary>
    public required Output<string> AlternateTargetGroupArn { get; init; }

    /// <summary>The rule whose weights ECS sets.</summary>
    public required Output<string> ProductionRuleArn { get; init; }

    /// <summary>The rule of the test header, if there is one.</summary>
    public required Output<string>? TestRuleArn { get; init; }

    /// <summary>The role with which ECS changes the rules.</summary>
    public required ServiceRole Role { get; init; }

    internal ServiceLoadBalancerAdvancedConfigurationArgs LoadBalancer()
    {
        var configuration = new ServiceLoadBalancerAdvancedConfigurationArgs
        {
            AlternateTargetGroupArn = AlternateTargetGroupArn,
            ProductionListenerRule = ProductionRuleArn,
            RoleArn = Role.Arn,
        };
        if (TestRuleArn is { } test) configuration.TestListenerRule = test;
        return configuration;
    }

    internal ServiceDeploymentConfigurationArgs Deployment()
    {
        var deployment = new ServiceDeploymentConfigurationArgs { BakeTimeInMinutes = Minutes(Settings.BakeTimeMinutes) };
        switch (Settings.Strategy)
        {
            case DeploymentStrategy.Canary:
                deployment.Strategy = "CANARY";
                deployment.CanaryConfiguration = new ServiceDeploymentConfigurationCanaryConfigurationArgs
                {
                    CanaryPercent = Settings.CanaryPercent,
                    CanaryBakeTimeInMinutes = Minutes(Settings.CanaryBakeTimeMinutes),
                };
                break;
            case DeploymentStrategy.Linear:
                deployment.Strategy = "LINEAR";
                deployment.LinearConfiguration = new ServiceDeploymentConfigurationLinearConfigurationArgs
                {
                    StepPercent = Settings.StepPercent,
                    StepBakeTimeInMinutes = Minutes(Settings.StepBakeTimeMinutes),
                };
                break;
            default:
                deployment.Strategy = "BLUE_GREEN";
                break;
        }

        return deployment;
    }

    private static string Minutes(int value) => value.ToString(CultureInfo.InvariantCulture);
}
