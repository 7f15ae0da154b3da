using System.Collections.Immutable;
using Pulumi;
using SecureApi.Configuration;
using SecureApi.Registry;

namespace SecureApi.Compute;

/// <summary>What a <see cref="FargateService"/> is made from.</summary>
public sealed record FargateServiceArgs
{
    /// <summary>The fixed name of the ECS service, its container and its logs: <c>gateway</c>, <c>api</c>.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Size, counts and scaling.</summary>
    public required TaskSettings Settings { get; init; }

    /// <summary>The container.</summary>
    public required ContainerSpec Container { get; init; }

    /// <summary>The repository that the execution role may pull from.</summary>
    public required ImageRepository Repository { get; init; }

    /// <summary>ARNs of the secrets that the execution role may read.</summary>
    public ImmutableArray<Output<string>> SecretArns { get; init; } = [];

    /// <summary>The cluster.</summary>
    public required ServiceCluster Cluster { get; init; }

    /// <summary>The private subnets, a zone each.</summary>
    public required ImmutableArray<Output<string>> SubnetIds { get; init; }

    /// <summary>The tasks' security group.</summary>
    public required Output<string> SecurityGroupId { get; init; }

    /// <summary>Where, and how long, the container logs.</summary>
    public required LogTarget Logs { get; init; }

    /// <summary>The account, for the roles' trust: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region, for ARNs and logging.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>The load balancer's target group; null when the service is found by DNS.</summary>
    public LoadBalancerTarget? LoadBalancer { get; init; }

    /// <summary>The Cloud Map entry; null when the service stands behind a load balancer.</summary>
    public Output<string>? RegistryArn { get; init; }

    /// <summary>Alarms that stop a deployment and roll it back.</summary>
    public ImmutableArray<Output<string>> RollbackAlarms { get; init; } = [];

    /// <summary>Runs no task: there is no image yet.</summary>
    public required bool Bootstrap { get; init; }

    /// <summary>What must exist before the first task starts.</summary>
    public ImmutableArray<Resource> DependsOn { get; init; } = [];

    /// <summary>The ARN of a policy that bounds every role made here; null for none.</summary>
    public Output<string>? RoleBoundary { get; init; }
}
