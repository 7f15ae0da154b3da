using System.Collections.Immutable;
using Pulumi;
using SecureApi.Edge;
using SecureApi.Iam;

namespace SecureApi.Compute;

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
internal static class TrafficShiftRole
{
    public static ServiceRole Declare(
        string name, PublicLoadBalancer balancer, Output<string>? boundary, ComponentResource parent)
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
