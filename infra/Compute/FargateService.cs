using System.Globalization;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;
using SecureApi.Naming;

namespace SecureApi.Compute;

/// <summary>
/// A service on Fargate: log group, roles, task definition, the service itself and its scaling. The gateway and every API
/// are made by this one component.
/// </summary>
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
        : base("secure-api:compute:FargateService", name, options)
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
            RoleBoundary = args.RoleBoundary,
        }, new ComponentResourceOptions { Parent = this });

        var task = TaskDefinition(name, args, roles, logs, child);
        var service = Service(name, args, roles, task);
        new ServiceScaling(name, new ServiceScalingArgs
        {
            ClusterName = args.Cluster.Name,
            ServiceName = service.Name,
            Settings = args.Settings,
            LoadBalancer = args.LoadBalancer,
            Bootstrap = args.Bootstrap,
        }, new ComponentResourceOptions { Parent = this });

        ServiceName = service.Name;
        LogGroupName = logs.Name;
        TaskDefinitionArn = task.Arn;
        RegisterOutputs(new Dictionary<string, object?>
        {
            ["serviceName"] = ServiceName,
            ["taskDefinitionArn"] = TaskDefinitionArn,
        });
    }

    /// <summary>The name of the ECS service.</summary>
    public Output<string> ServiceName { get; }

    /// <summary>The container's log group.</summary>
    public Output<string> LogGroupName { get; }

    /// <summary>The task definition with its revision.</summary>
    public Output<string> TaskDefinitionArn { get; }

    private static TaskDefinition TaskDefinition(
        string name, FargateServiceArgs args, TaskRoles roles, LogGroup logs, CustomResourceOptions child) =>
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
            ContainerDefinitions = Containers(args, logs.Name),

            // A rollback needs the revision before: ECS keeps running it only while it is registered.
            SkipDestroy = true,
        }, child);

    private static Output<string> Containers(FargateServiceArgs args, Output<string> logGroup)
    {
        var spec = args.Container;
        return spec.Image.Apply(image => logGroup.Apply(group => spec.Environment.Join().Apply(environment => spec.Secrets.Join().Apply(
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
            DesiredCount = args.Bootstrap ? 0 : args.Settings.MinTasks,
            CapacityProviderStrategies = CapacityShare.For(args.Settings),
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
            service.HealthCheckGracePeriodSeconds = target.GraceSeconds;
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
            service.ServiceRegistries = new ServiceServiceRegistriesArgs { RegistryArn = registry };

        var patience = SteadyStateTimeout + (args.LoadBalancer?.Shift?.Settings.Duration ?? TimeSpan.Zero);
        return new Service(name, service, new CustomResourceOptions
        {
            Parent = this,
            DependsOn = { roles.Execution.Attachments, args.DependsOn, args.Cluster.CapacityProviders },

            // Scaling owns the count from the first moment on; a later `pulumi up` must not reset it.
            IgnoreChanges = { "desiredCount" },
            CustomTimeouts = new CustomTimeouts { Create = patience, Update = patience },
        });
    }
}
