using Pulumi;
using Pulumi.Aws.Iam;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>
/// The most that any role of the stack's services can ever do, whatever policy is attached to it. With it, a pipeline that
/// may make roles cannot make one that may do more than the stack needs.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"/>
public sealed class PermissionsBoundary : ComponentResource
{
    /// <summary>Declares the policy.</summary>
    /// <param name="name">The root of the policy's name.</param>
    /// <param name="args">The stack's account, region and names.</param>
    /// <param name="options">Parent and providers.</param>
    public PermissionsBoundary(string name, PermissionsBoundaryArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:git-hub-actions:PermissionsBoundary", name, options)
    {
        var policy = new Policy($"{name}-boundary", new PolicyArgs
        {
            Path = StackArns.GuardedPath,
            Description = $"The most that a role of {name} can do",
            PolicyDocument = args.AccountId.Apply(account => Document(new StackArns(account, args.Region, args.Names)).ToJson()),
        }, new CustomResourceOptions { Parent = this });
        Arn = policy.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The policy's ARN.</summary>
    public Output<string> Arn { get; }

    private static PolicyDocument Document(StackArns arns) => new(
        new PolicyStatement
        {
            Sid = "WithoutResource",
            Actions =
            [
                "ecr:GetAuthorizationToken",
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetHealth",
                "logs:DescribeLogGroups",
            ],
            Resources = ["*"],
        },
        new PolicyStatement
        {
            Sid = "PullImages",
            Actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resources = [arns.Regional("ecr", $"repository/{arns.Names.Repository("*")}")],
        },
        new PolicyStatement
        {
            Sid = "WriteLogs",
            Actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            Resources = arns.LogGroups,
        },
        new PolicyStatement
        {
            Sid = "ReadSecrets",
            Actions = ["secretsmanager:GetSecretValue"],
            Resources = [arns.Regional("secretsmanager", $"secret:{arns.Prefix}")],
        },
        new PolicyStatement
        {
            Sid = "DecryptThem",
            Actions = ["kms:Decrypt"],
            Resources = [arns.Regional("kms", "key/*")],
            Conditions = [arns.Via("secretsmanager")],
        },
        new PolicyStatement
        {
            Sid = "MoveTraffic",
            Actions = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:ModifyRule", "elasticloadbalancing:RegisterTargets"],
            Resources =
            [
                arns.Regional("elasticloadbalancing", $"listener-rule/app/{arns.Prefix}/*"),
                arns.Regional("elasticloadbalancing", $"targetgroup/{arns.Prefix}/*"),
            ],
        });
}

/// <summary>The arguments of <see cref="PermissionsBoundary"/>.</summary>
public sealed record PermissionsBoundaryArgs
{
    /// <summary>The account: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The stack's region.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>The stack's names.</summary>
    public required ResourceNames Names { get; init; }
}
