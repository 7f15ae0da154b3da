using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using SecureApi.CloudWatch;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecr;
using SecureApi.Gateway;
using SecureApi.LoadBalancing;
using SecureApi.Network;
using SecureApi.SecretsManager;
using SecureApi.SecurityGroups;

namespace SecureApi.Ecs;

/// <summary>The gateway and every API, each a <see cref="FargateService"/>.</summary>
public sealed class EcsServices : ComponentResource
{
    /// <summary>Scratch space of a container, in memory.</summary>
    private static readonly TmpfsMount Scratch = new("/tmp", 64, "1777");

    private readonly string _name;
    private readonly EcsServicesArgs _args;

    /// <summary>Declares the services.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Settings and surroundings.</param>
    /// <param name="options">Parent and providers.</param>
    public EcsServices(string name, EcsServicesArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:ecs:EcsServices", name, options)
    {
        _name = name;
        _args = args;
        Gateway = DeclareGateway();
        var services = args.Settings.Services.MapValues(DeclareService);
        var all = services.Add(GatewayContract.Name, Gateway);
        var running = all.Where(service => service.Value.ServiceName is not null).ToImmutableArray();
        ServiceNames = running.ToSortedMap(service => service.Key, service => service.Value.ServiceName!);
        TaskDefinitionArns = running.ToSortedMap(service => service.Key, service => service.Value.TaskDefinitionArn!);
        LogGroupNames = all.MapValues((_, service) => service.LogGroupName);
        RegisterOutputs();
    }

    /// <summary>The gateway.</summary>
    public FargateService Gateway { get; }

    /// <summary>The ECS services' names, by image; of those that have one.</summary>
    public ImmutableSortedDictionary<string, Output<string>> ServiceNames { get; }

    /// <summary>The task definitions that the services are to run, by image.</summary>
    public ImmutableSortedDictionary<string, Output<string>> TaskDefinitionArns { get; }

    /// <summary>The log groups' names, by image.</summary>
    public ImmutableSortedDictionary<string, Output<string>> LogGroupNames { get; }

    private FargateService DeclareGateway()
    {
        var settings = _args.Settings.Gateway;
        var balancer = _args.LoadBalancer;
        var shift = Shift(settings.Deployment, balancer);
        var common = Common(GatewayContract.Name, settings, Peer.Gateway, new ContainerSpec
        {
            Image = Image(GatewayContract.Name),
            Port = settings.Port,
            Environment = _args.Gateway.Environment,
            Secrets = _args.Gateway.Secrets,
            Tmpfs = [new TmpfsMount(GatewayContract.RuntimeDirectory, 64, "0700")],
            StopTimeoutSeconds = settings.StopTimeoutSeconds,
        });
        return new FargateService($"{_name}-{GatewayContract.Name}", common with
        {
            SecretArns = _args.Gateway.SecretArns,
            LoadBalancer = new LoadBalancerTarget
            {
                TargetGroupArn = balancer.TargetGroupArn,
                TargetGroupSuffix = balancer.TargetGroupArnSuffix,
                LoadBalancerSuffix = balancer.ArnSuffix,
                RequestsPerTarget = settings.RequestsPerTarget,
                Shift = shift,
            },
            DependsOn = [.. common.DependsOn, .. balancer.Listeners, .. shift?.Role.Attachments ?? []],
        }, Child);
    }

    private BlueGreenDeployment? Shift(DeploymentConfig settings, ApplicationLoadBalancer balancer) => !settings.ShiftsTraffic ? null : new BlueGreenDeployment
    {
        Settings = settings,
        AlternateTargetGroupArn = balancer.AlternateTargetGroupArn!,
        ProductionRuleArn = balancer.ProductionRuleArn,
        TestRuleArn = balancer.TestRuleArn,
        Role = EcsInfrastructureRole.Declare($"{_name}-shift", balancer, _args.PermissionsBoundary, this),
    };

    private FargateService DeclareService(string service, ServiceConfig settings)
    {
        var secrets = new ServiceSecrets($"{_name}-{service}", new ServiceSecretsArgs
        {
            ServiceName = service,
            Secrets = settings.Secrets,
            KeyArn = _args.KeyArn,
        }, Child);
        var common = Common(service, settings, Peer.Service(service), new ContainerSpec
        {
            Image = Image(service),
            Port = settings.Port,
            Environment = Environment(settings),
            Secrets = secrets.ValueFrom,
            Tmpfs = [Scratch],
            StopTimeoutSeconds = settings.StopTimeoutSeconds,
        });
        return new FargateService($"{_name}-{service}", common with
        {
            SecretArns = secrets.Arns,
            RegistryArn = _args.Directory.RegistryArns[service],
        }, Child);
    }

    private ComponentResourceOptions Child => new() { Parent = this };

    private FargateServiceArgs Common(string service, TaskConfig settings, Peer.Group group, ContainerSpec container) => new()
    {
        ServiceName = service,
        Settings = settings,
        Container = container,
        Repository = _args.Repositories[service],
        Cluster = _args.Cluster,
        SubnetIds = _args.Network.PrivateSubnetIds,
        SecurityGroupId = _args.SecurityGroups[group],
        Logs = new LogTarget(_args.Names.LogGroup(service), _args.Settings.Logs.RetentionDays, _args.KeyArn),
        AccountId = _args.Network.AccountId,
        Region = _args.Settings.Region,
        RollbackAlarms = _args.Alarms.For(service),
        PermissionsBoundary = _args.PermissionsBoundary,
        DependsOn = _args.ServiceAccess,
    };

    /// <summary>By digest, never by tag: what was reviewed is what runs. Null before the first push.</summary>
    private Output<string>? Image(string service) =>
        _args.Settings.Images.TryGetValue(service, out var digest) ? Output.Format($"{_args.Repositories[service].Url}@{digest}") : null;

    private static ImmutableSortedDictionary<string, Output<string>> Environment(ServiceConfig settings) =>
        settings.Settings
            .MapValues((_, value) => Output.Create(value))
            .SetItem("API_PORT", Number(settings.Port))
            .SetItem("API_STOP_TIMEOUT_SECONDS", Number(settings.StopTimeoutSeconds));

    private static Output<string> Number(int value) => Output.Create(value.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The arguments of <see cref="EcsServices"/>.</summary>
public sealed record EcsServicesArgs
{
    /// <summary>The stack's settings: gateway, services and images.</summary>
    public required StackConfig Settings { get; init; }

    /// <summary>Fixed names of services and log groups.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>The network, in whose private subnets all tasks run.</summary>
    public required VpcNetwork Network { get; init; }

    /// <summary>What tasks reach AWS through; the first ones start when all of it exists.</summary>
    public required ImmutableArray<Resource> ServiceAccess { get; init; }

    /// <summary>A security group for the gateway and for each service.</summary>
    public required StackSecurityGroups SecurityGroups { get; init; }

    /// <summary>The cluster.</summary>
    public required EcsCluster Cluster { get; init; }

    /// <summary>A repository for each image.</summary>
    public required ImmutableSortedDictionary<string, EcrRepository> Repositories { get; init; }

    /// <summary>The services' private names.</summary>
    public required ServiceDiscovery Directory { get; init; }

    /// <summary>What the gateway is told.</summary>
    public required GatewayEnvironment Gateway { get; init; }

    /// <summary>The load balancer before the gateway.</summary>
    public required ApplicationLoadBalancer LoadBalancer { get; init; }

    /// <summary>Alarms that stop a deployment.</summary>
    public required DeploymentAlarms Alarms { get; init; }

    /// <summary>The customer-managed key of logs and secrets.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The ARN of a policy that bounds every role made here; null for none.</summary>
    public Output<string>? PermissionsBoundary { get; init; }
}
