using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ec2;
using SecureApi.Iam;

namespace SecureApi.Network;

/// <summary>The VPC's flow logs in an encrypted CloudWatch log group, written by a role of their own.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html"/>
public sealed class FlowLogs : ComponentResource
{
    private const int AggregationSeconds = 60;

    /// <summary>Declares the log group, the role and the flow log.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The VPC, the key and the settings.</param>
    /// <param name="options">Parent and providers.</param>
    public FlowLogs(string name, FlowLogsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:network:FlowLogs", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var group = new LogGroup($"{name}-flow", new LogGroupArgs
        {
            Name = args.LogGroupName,
            RetentionInDays = args.Settings.RetentionDays,
            KmsKeyId = args.KeyArn,
        }, child);

        var role = new ServiceRole($"{name}-flow", new ServiceRoleArgs
        {
            Service = "vpc-flow-logs.amazonaws.com",
            Source = new ServiceRoleSource(args.AccountId, args.AccountId.Apply(account =>
                $"arn:{args.Region.Partition}:ec2:{args.Region.Name}:{account}:vpc-flow-log/*")),
            Boundary = args.PermissionsBoundary,
            Description = "Lets VPC flow logs write to their log group",
            Policies = [new NamedPolicy("write", group.Arn.Apply(arn => WriteTo(arn)))],
        }, new ComponentResourceOptions { Parent = this });

        new FlowLog($"{name}-flow", new FlowLogArgs
        {
            VpcId = args.VpcId,
            TrafficType = args.Settings.Traffic.ToString().ToUpperInvariant(),
            LogDestinationType = "cloud-watch-logs",
            LogDestination = group.Arn,
            IamRoleArn = role.Arn,
            MaxAggregationInterval = AggregationSeconds,
            Tags = { { "Name", $"{name}-flow" } },
        }, new CustomResourceOptions { Parent = this, DependsOn = { role.Attachments } });

        LogGroupName = group.Name;
        RegisterOutputs(new Dictionary<string, object?> { ["logGroupName"] = LogGroupName });
    }

    /// <summary>The name of the log group.</summary>
    public Output<string> LogGroupName { get; }

    // AWS lists logs:CreateLogGroup too: the group is declared, and one that AWS made anew would have neither key nor retention.
    private static PolicyDocument WriteTo(string logGroupArn) => new(
        new PolicyStatement
        {
            Sid = "WriteFlowLogs",
            Actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            Resources = [logGroupArn, $"{logGroupArn}:*"],
        },
        new PolicyStatement
        {
            Sid = "FindTheLogGroup",
            Actions = ["logs:DescribeLogGroups"],

            // The call lists all groups.
            Resources = ["*"],
        });
}

/// <summary>The arguments of <see cref="FlowLogs"/>.</summary>
public sealed record FlowLogsArgs
{
    /// <summary>What is recorded and for how long.</summary>
    public required FlowLogConfig Settings { get; init; }

    /// <summary>The VPC.</summary>
    public required Output<string> VpcId { get; init; }

    /// <summary>The account, which the trust policy names: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The fixed name of the log group.</summary>
    public required string LogGroupName { get; init; }

    /// <summary>The customer-managed key of the log group.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The region's partition and name, for ARNs.</summary>
    public required Configuration.AwsRegion Region { get; init; }

    /// <summary>The ARN of a policy that bounds every role made here; null for none.</summary>
    public Output<string>? PermissionsBoundary { get; init; }
}
