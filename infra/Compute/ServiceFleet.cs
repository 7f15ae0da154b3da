using System.Globalization;
using Pulumi;
using SecureApi.Edge;
using SecureApi.Gateway;
using SecureApi.Naming;
using SecureApi.Secrets;
using SecureApi.SecurityGroups;

namespace SecureApi.Compute;

/// <summary>The gateway and every API, each a <see cref="FargateService"/>.</summary>
public sealed class ServiceFleet : ComponentResource
{
    /// <summary>Scratch space of a container, in memory.</summary>
    private static readonly TmpfsMount Scratch = new("/tmp", 64, "1777");

    private readonly string _name;
    private readonly ServiceFleetArgs _args;

    /// <summary>Declares the services.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Settings and surroundings.</param>
    /// <param name="options">Parent and providers.</param>
    public ServiceFleet(string name, ServiceFleetArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:compute:ServiceFleet", name, options)
    {
        _name = name;
        _args = args;
        Gateway = DeclareGateway();
        var services = args.Settings.Services.MapValues(DeclareService);
        var all = services.Add(GatewayContract.Name, Gateway);
        ServiceNames = all.MapValues((_, service) => service.ServiceName);
        LogGroupNames = all.MapValues((_, service) => service.LogGroupName);
        RegisterOutputs();
    }

    /// <summary>The gateway.</summary>
    public FargateService Gateway { get; }

    /// <summary>The ECS services' names, by image.</summary>
    public NamedMap<Output<string>> ServiceNames { get; }

    /// <summary>The log groups' names, by image.</summary>
    public NamedMap<Output<string>> LogGroupNames { get; }

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
            DependsOn = [.. balancer.Listeners, .. shift?.Role.Attachments ?? []],
        }, Child);
    }

    private TrafficShift? Shift(DeploymentSettings settings, PublicLoadBalancer balancer) => !settings.ShiftsTraffic ? null : new TrafficShift
    {
        Settings = settings,
        AlternateTargetGroupArn = balancer.AlternateTargetGroupArn!,
        ProductionRuleArn = balancer.ProductionRuleArn,
        TestRuleArn = balancer.TestRuleArn,
        Role = TrafficShiftRole.Declare($"{_name}-shift", balancer, _args.RoleBoundary, this),
    };

    private FargateService DeclareService(string service, ServiceSettings settings)
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

    private FargateServiceArgs Common(string service, TaskSettings settings, Peer.Group group, ContainerSpec container) => new()
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
        RoleBoundary = _args.RoleBoundary,
        Bootstrap = _args.Settings.IsBootstrap,
    };

    /// <summary>By digest, never by tag: what was reviewed is what runs. Before the first push, a tag that is never pulled.</summary>
    private Output<string> Image(string service) =>
        _args.Settings.Images.TryGetValue(service, out var digest)
            ? Output.Format($"{_args.Repositories[service].Url}@{digest}")
            : Output.Format($"{_args.Repositories[service].Url}:not-deployed");

    private static NamedMap<Output<string>> Environment(ServiceSettings settings) =>
        settings.Settings
            .MapValues((_, value) => Output.Create(value))
            .SetItem("API_PORT", Number(settings.Port))
            .SetItem("API_STOP_TIMEOUT_SECONDS", Number(settings.StopTimeoutSeconds));

    private static Output<string> Number(int value) => Output.Create(value.ToString(CultureInfo.InvariantCulture));
}
