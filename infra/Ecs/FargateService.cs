using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecr;

namespace SecureApi.Ecs;

/// <summary>
/// A service on Fargate: log group, roles, task definition, the service itself and its scaling. The gateway and every API
/// are made by this one component.
/// </summary>
/// <remarks>
/// The last three come with the first image. ECS then creates the service with all its tasks, and `pulumi up` waits for them:
/// a service that existed with no tasks would be steady whatever the image does, and scaling would start the tasks unwatched.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html"/>
public sealed class FargateService : ComponentResource
{
    private const int MinimumHealthyPercent = 100;
    private const int MaximumPercent = 200;
    private static readonly TimeSpan SteadyStateTimeout = TimeSpan.FromMinutes(20);

    /// <summary>Declares the service.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Container, size, network.</param>
    /// <param name="options">Parent and providers.</param>
    public FargateService(string name, FargateServiceArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:ecs:FargateService", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var logs = new LogGroup(name, new LogGroupArgs
        {
            Name = args.Logs.GroupName,
            RetentionInDays = args.Logs.RetentionDays,
            KmsKeyId = args.Logs.KeyArn,
        }, child);
        var roles = new TaskRoles(name, new TaskRolesArgs
        {
            ServiceName = args.ServiceName,
            AccountId = args.AccountId,
            Region = args.Region,
            RepositoryArn = args.Repository.Arn,
            LogGroupArn = logs.Arn,
            SecretArns = args.SecretArns,
            KeyArn = args.Logs.KeyArn,
            PermissionsBoundary = args.PermissionsBoundary,
        }, new ComponentResourceOptions { Parent = this });

        LogGroupName = logs.Name;
        if (args.Container.Image is { } image)
        {
            var task = TaskDefinition(name, args, image, roles, logs, child);
            var service = Service(name, args, roles, task);
            new ServiceAutoScaling(name, new ServiceAutoScalingArgs
            {
                ClusterName = args.Cluster.Name,
                ServiceName = service.Name,
                Settings = args.Settings,
                LoadBalancer = args.LoadBalancer,
            }, new ComponentResourceOptions { Parent = this });
            ServiceName = service.Name;
            TaskDefinitionArn = task.Arn;
        }

        RegisterOutputs(new Dictionary<string, object?> { ["serviceName"] = ServiceName });
    }

    /// <summary>The name of the ECS service; null before the first image.</summary>
    public Output<string>? ServiceName { get; }

    /// <summary>The task definition with its revision; null before the first image.</summary>
    public Output<string>? TaskDefinitionArn { get; }

    /// <summary>The container's log group.</summary>
    public Output<string> LogGroupName { get; }

    private static TaskDefinition TaskDefinition(
        string name, FargateServiceArgs args, Output<string> image, TaskRoles roles, LogGroup logs, CustomResourceOptions child) =>
        new(name, new TaskDefinitionArgs
        {
            Family = name,
            RequiresCompatibilities = { "FARGATE" },
            NetworkMode = "awsvpc",
            Cpu = args.Settings.Cpu.ToString(CultureInfo.InvariantCulture),
            Memory = args.Settings.Memory.ToString(CultureInfo.InvariantCulture),
            RuntimePlatform = new TaskDefinitionRuntimePlatformArgs
            {
                OperatingSystemFamily = "LINUX",
                CpuArchitecture = args.Settings.Architecture == CpuArchitecture.Arm64 ? "ARM64" : "X86_64",
            },
            ExecutionRoleArn = roles.Execution.Arn,
            TaskRoleArn = roles.Task.Arn,
            ContainerDefinitions = Containers(args, image, logs.Name),

            // A rollback needs the revision before: ECS keeps running it only while it is registered.
            SkipDestroy = true,
        }, child);

    private static Output<string> Containers(FargateServiceArgs args, Output<string> reference, Output<string> logGroup)
    {
        var spec = args.Container;
        return reference.Apply(image => logGroup.Apply(group => spec.Environment.Join().Apply(environment => spec.Secrets.Join().Apply(
            secrets => new ContainerDefinition
            {
                Name = args.ServiceName,
                Image = image,
                Spec = spec,
                Environment = environment,
                Secrets = secrets,
                LogGroup = group,
                Region = args.Region.Name,
            }.ToJson()))));
    }

    private Service Service(string name, FargateServiceArgs args, TaskRoles roles, TaskDefinition task)
    {
        var service = new ServiceArgs
        {
            Name = args.ServiceName,
            Cluster = args.Cluster.Arn,
            TaskDefinition = task.Arn,
            DesiredCount = args.Settings.MinTasks,
            CapacityProviderStrategies = CapacityProviders.For(args.Settings),

            // A running service takes another share of Spot only with a new deployment (ECS, UpdateService).
            ForceNewDeployment = true,
            PlatformVersion = "1.4.0",
            NetworkConfiguration = new ServiceNetworkConfigurationArgs
            {
                Subnets = args.SubnetIds,
                SecurityGroups = { args.SecurityGroupId },
                AssignPublicIp = false,
            },
            AvailabilityZoneRebalancing = "ENABLED",
            DeploymentMinimumHealthyPercent = MinimumHealthyPercent,
            DeploymentMaximumPercent = MaximumPercent,
            DeploymentCircuitBreaker = new ServiceDeploymentCircuitBreakerArgs { Enable = true, Rollback = true },
            EnableEcsManagedTags = true,
            PropagateTags = "SERVICE",
            EnableExecuteCommand = false,
            WaitForSteadyState = true,
        };
        if (!args.RollbackAlarms.IsEmpty)
        {
            service.Alarms = new ServiceAlarmsArgs
            {
                Enable = true,
                Rollback = true,
                AlarmNames = args.RollbackAlarms,
            };
        }

        if (args.LoadBalancer is { } target)
        {
            service.HealthCheckGracePeriodSeconds = target.HealthCheckGracePeriodSeconds;
            var registration = new ServiceLoadBalancerArgs
            {
                TargetGroupArn = target.TargetGroupArn,
                ContainerName = args.ServiceName,
                ContainerPort = args.Container.Port,
            };
            if (target.Shift is { } shift)
            {
                registration.AdvancedConfiguration = shift.LoadBalancer();
                service.DeploymentConfiguration = shift.Deployment();
            }

            service.LoadBalancers.Add(registration);
        }

        if (args.RegistryArn is { } registry)
        {
            service.ServiceRegistries = new ServiceServiceRegistriesArgs
            {
                RegistryArn = registry,
                ContainerName = args.ServiceName,
                ContainerPort = args.Container.Port,
            };
        }

        var patience = SteadyStateTimeout + (args.LoadBalancer?.Shift?.Settings.Duration ?? TimeSpan.Zero);
        return new Service(name, service, new CustomResourceOptions
        {
            Parent = this,
            DependsOn = { roles.Execution.Attachments, args.DependsOn, args.Cluster.CapacityProviders },

            // It counts at the creation; from then on scaling owns it, and a later `pulumi up` must not reset it.
            IgnoreChanges = { "desiredCount" },
            CustomTimeouts = new CustomTimeouts { Create = patience, Update = patience },
        });
    }
}

/// <summary>The arguments of <see cref="FargateService"/>.</summary>
public sealed record FargateServiceArgs
{
    /// <summary>The fixed name of the ECS service, its container and its logs: <c>gateway</c>, <c>api</c>.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Size, counts and scaling.</summary>
    public required TaskConfig Settings { get; init; }

    /// <summary>The container.</summary>
    public required ContainerSpec Container { get; init; }

    /// <summary>The repository that the execution role may pull from.</summary>
    public required EcrRepository Repository { get; init; }

    /// <summary>ARNs of the secrets that the execution role may read.</summary>
    public ImmutableArray<Output<string>> SecretArns { get; init; } = [];

    /// <summary>The cluster.</summary>
    public required EcsCluster Cluster { get; init; }

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

    /// <summary>What must exist before the first task starts.</summary>
    public ImmutableArray<Resource> DependsOn { get; init; } = [];

    /// <summary>The ARN of a policy that bounds every role made here; null for none.</summary>
    public Output<string>? PermissionsBoundary { get; init; }
}

/// <summary>A load balancer's target group in which a service registers its tasks.</summary>
public sealed record LoadBalancerTarget
{
    /// <summary>The target group.</summary>
    public required Output<string> TargetGroupArn { get; init; }

    /// <summary>The target group as metrics name it: <c>targetgroup/…/…</c>.</summary>
    public required Output<string> TargetGroupSuffix { get; init; }

    /// <summary>The load balancer as metrics name it: <c>app/…/…</c>.</summary>
    public required Output<string> LoadBalancerSuffix { get; init; }

    /// <summary>Requests a minute and task that scaling aims at.</summary>
    public required int RequestsPerTarget { get; init; }

    /// <summary>Seconds after a task's start in which a failing health check is ignored.</summary>
    public int HealthCheckGracePeriodSeconds { get; init; } = 30;

    /// <summary>How deployments move requests to a second target group; null when tasks are replaced in the first.</summary>
    public BlueGreenDeployment? Shift { get; init; }
}

/// <summary>A log group to be declared.</summary>
/// <param name="GroupName">Its fixed name.</param>
/// <param name="RetentionDays">Days for which events are kept.</param>
/// <param name="KeyArn">The customer-managed key.</param>
public sealed record LogTarget(string GroupName, int RetentionDays, Output<string> KeyArn);

/// <summary>Splits a service's tasks between Fargate and Fargate Spot.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html"/>
internal static class CapacityProviders
{
    /// <summary>
    /// With a share of Spot, the first tasks stay on demand: losing all of Spot at once must not stop a service that is
    /// not meant to run on Spot alone.
    /// </summary>
    public static ServiceCapacityProviderStrategyArgs[] For(TaskConfig settings) => settings.SpotPercent switch
    {
        0 => [Share(EcsCluster.OnDemand, 1, 0)],
        100 => [Share(EcsCluster.Spot, 1, 0)],
        var spot => [Share(EcsCluster.OnDemand, 100 - spot, 1), Share(EcsCluster.Spot, spot, 0)],
    };

    private static ServiceCapacityProviderStrategyArgs Share(string provider, int weight, int first) => new()
    {
        CapacityProvider = provider,
        Weight = weight,
        Base = first,
    };
}
