using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using Pulumi.Aws.Ecs.Inputs;
using SecureApi.Iam;
using SecureApi.LoadBalancing;

namespace SecureApi.Ecs;

/// <summary>What ECS needs to move a service's requests from one target group to another.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html"/>
public sealed record BlueGreenDeployment
{
    /// <summary>Strategy and times.</summary>
    public required DeploymentConfig Settings { get; init; }

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

/// <summary>
/// What ECS may do at the load balancer while it moves requests: read, set the weights of this service's rules, and fill its
/// target groups.
/// </summary>
/// <remarks>
/// Narrower than AWS's managed policy, which may change every listener and rule of the account. AWS documents the role's
/// trust without a source account or source ARN, so that a condition on them could lock ECS out; who may hand the role over
/// is limited by <c>iam:PassRole</c>.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html"/>
internal static class EcsInfrastructureRole
{
    public static ServiceRole Declare(
        string name, ApplicationLoadBalancer balancer, Output<string>? boundary, ComponentResource parent)
    {
        var rules = balancer.TestRuleArn is { } test
            ? Output.All(balancer.ProductionRuleArn, test)
            : Output.All(balancer.ProductionRuleArn);
        var groups = Output.All(balancer.TargetGroupArn, balancer.AlternateTargetGroupArn!);
        return new ServiceRole(name, new ServiceRoleArgs
        {
            Service = "ecs.amazonaws.com",
            Description = "Moves requests between the gateway's target groups",
            Boundary = boundary,
            Policies = [new NamedPolicy("shift", rules.Apply(ruleArns => groups.Apply(groupArns => Policy(ruleArns, groupArns))))],
        }, new ComponentResourceOptions { Parent = parent });
    }

    private static PolicyDocument Policy(
        ImmutableArray<string> rules, ImmutableArray<string> groups) => new(
        new PolicyStatement
        {
            Sid = "SeeWeightsAndHealth",
            Actions =
            [
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetHealth",
            ],

            // These actions know no resource.
            Resources = ["*"],
        },
        new PolicyStatement { Sid = "SetWeights", Actions = ["elasticloadbalancing:ModifyRule"], Resources = rules },
        new PolicyStatement
        {
            Sid = "FillTheTargetGroups",
            Actions = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
            Resources = groups,
        });
}
