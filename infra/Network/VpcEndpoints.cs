using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Ec2;
using SecureApi.Configuration;
using SecureApi.Iam;

namespace SecureApi.Network;

/// <summary>
/// Interface endpoints in every private subnet: AWS's APIs under their public names, without leaving the VPC.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"/>
public sealed class VpcEndpoints : ComponentResource
{
    /// <summary>What a task needs to start when there is no NAT gateway.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html"/>
    public static readonly ImmutableArray<string> NeededByTasks = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];

    /// <summary>
    /// Services that also have a gateway endpoint, to which their public names lead: their interface endpoints have names of their own
    /// alone. S3's gateway endpoint is declared in any case.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html"/>
    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html"/>
    private static readonly ImmutableArray<string> WithoutPrivateDns = ["dynamodb", "s3"];

    /// <summary>Services whose endpoints' names begin with <c>cn.</c> in both regions of China (EC2, DescribeVpcEndpointServices).</summary>
    private static readonly ImmutableArray<string> NamedOtherwiseInChina =
    [
        "application-autoscaling", "athena", "autoscaling", "backup", "batch", "cassandra", "cloudformation", "dms", "ebs", "ec2",
        "ecr.api", "ecr.dkr", "eks", "elasticache", "elasticbeanstalk", "elasticfilesystem", "execute-api", "fsx", "kinesis-streams",
        "lambda", "monitoring", "rds", "redshift", "redshift-data", "s3", "sqs", "states", "sts", "sync-states", "xray",
    ];

    /// <summary>Declares the endpoints.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The network and the services.</param>
    /// <param name="options">Parent and providers.</param>
    public VpcEndpoints(string name, VpcEndpointsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:network:VpcEndpoints", name, options)
    {
        var child = new CustomResourceOptions { Parent = this, DependsOn = { args.DependsOn } };
        foreach (var service in args.Interfaces.Sort(string.CompareOrdinal))
        {
            var label = $"{name}-{LabelOf(service)}";
            new VpcEndpoint(label, new VpcEndpointArgs
            {
                VpcId = args.Network.VpcId,
                VpcEndpointType = "Interface",
                ServiceName = $"{Prefix(args.Region, service)}.{args.Region.Name}.{service}",
                PrivateDnsEnabled = !WithoutPrivateDns.Contains(service),
                SubnetIds = args.Network.PrivateSubnetIds,
                SecurityGroupIds = args.SecurityGroupId is { } group ? [group] : [],
                Policy = args.AccountId.Apply(account => OwnAccountOnly(account).ToJson()),
                Tags = { { "Name", label } },
            }, child);
        }

        RegisterOutputs();
    }

    /// <summary>What an endpoint adds to the root of its name. S3's gateway endpoint has the plain name.</summary>
    internal static string LabelOf(string service) => service == "s3" ? "s3-interface" : service.Replace('.', '-');

    private static string Prefix(AwsRegion region, string service) =>
        region.Partition == "aws-cn" && NamedOtherwiseInChina.Contains(service) ? "cn.com.amazonaws" : "com.amazonaws";

    /// <summary>
    /// Only principals of this account may use the endpoints. Credentials of another account, brought into a task, cannot
    /// carry data out through them.
    /// </summary>
    private static PolicyDocument OwnAccountOnly(string accountId) => new(new PolicyStatement
    {
        Sid = "OwnAccountOnly",
        Principal = PolicyPrincipal.Anyone,
        Actions = ["*"],
        Resources = ["*"],
        Conditions = [new PolicyCondition("StringEquals", "aws:PrincipalAccount", accountId)],
    });
}

/// <summary>The arguments of <see cref="VpcEndpoints"/>.</summary>
public sealed record VpcEndpointsArgs
{
    /// <summary>The network whose private subnets get the endpoints.</summary>
    public required VpcNetwork Network { get; init; }

    /// <summary>The region, which names the services.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>Short names of interface endpoints, such as <c>ecr.api</c>.</summary>
    public required ImmutableArray<string> Interfaces { get; init; }

    /// <summary>The security group of the interface endpoints; null when there are none.</summary>
    public required Output<string>? SecurityGroupId { get; init; }

    /// <summary>What must exist first: the rules of the security group. Private DNS turns to an endpoint as soon as it exists.</summary>
    public required ImmutableArray<Resource> DependsOn { get; init; }

    /// <summary>The account whose principals may use the endpoints, twelve digits.</summary>
    public required Output<string> AccountId { get; init; }
}
