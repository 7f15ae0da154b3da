using System.Collections.Immutable;
using Pulumi;
using SecureApi.Naming;

namespace SecureApi.Observability;

/// <summary>The alarms that stop a deployment: an ECS service names them, so they exist before it.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"/>
public sealed class DeploymentAlarms : ComponentResource
{
    private readonly StackAlarms _alarms;
    private readonly NamedMap<string> _subjects;

    /// <summary>Declares an alarm for the gateway and one for each service.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Metrics, thresholds and services.</param>
    /// <param name="options">Parent and providers.</param>
    public DeploymentAlarms(string name, DeploymentAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:observability:DeploymentAlarms", name, options)
    {
        var gateway = ServiceAlarms.GatewayErrors(args.Metrics, args.Settings);
        var services = args.Services.ToNamedMap(
            service => service, service => ServiceAlarms.ServiceErrors(service, args.Metrics, args.Settings));
        _subjects = services.MapValues((_, alarm) => alarm.Subject).Add(SecureApi.Gateway.GatewayContract.Name, gateway.Subject);
        _alarms = new StackAlarms($"{name}-deployments", new StackAlarmsArgs
        {
            Alarms = [gateway, .. args.Services.Select(service => services[service])],
            Names = args.Metrics.Names,
            TopicArn = args.TopicArn,
        }, new ComponentResourceOptions { Parent = this });
        RegisterOutputs();
    }

    /// <summary>The names of the alarms that guard a service's deployment.</summary>
    /// <param name="service"><c>gateway</c> or the name of a service.</param>
    public ImmutableArray<Output<string>> For(string service) => [_alarms.Names[_subjects[service]]];
}
