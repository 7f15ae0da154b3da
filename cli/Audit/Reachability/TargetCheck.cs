using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Whether one node can find another: through a listener and its target group, or by a DNS name.</summary>
internal sealed class TargetCheck
{
    private const string TargetGroup = "aws:lb/targetGroup:TargetGroup";
    private const string ListenerRule = "aws:lb/listenerRule:ListenerRule";
    private const string Registry = "aws:servicediscovery/service:Service";
    private const string Namespace = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace";

    private readonly AuditedStack _stack;

    public TargetCheck(AuditedStack stack) => _stack = stack;

    public IEnumerable<FlowProblem> Problems(NetworkNode source, NetworkNode destination, int port)
    {
        if (destination.Resource.Type != NodeFinder.Service || destination.IsIdle) return [];
        return source.Resource.Type switch
        {
            NodeFinder.LoadBalancer => ThroughListener(source.Resource, destination.Resource, port),
            NodeFinder.Service => ByName(destination),
            _ => [],
        };
    }

    private IEnumerable<FlowProblem> ThroughListener(RecordedResource balancer, RecordedResource service, int port)
    {
        var registered = service.Inputs.List("loadBalancers").Maps
            .Where(target => target.Number("containerPort") == port)
            .Select(target => _stack.Find(target.Text("targetGroupArn")))
            .OfType<RecordedResource>()
            .ToList();
        if (registered.Count == 0)
        {
            yield return new FlowProblem($"The service {service.Name} registers port {port} in no target group.", service);
            yield break;
        }

        var listeners = _stack.Referring(NodeFinder.Listener, "loadBalancerArn", balancer).ToList();
        var forwarded = listeners.SelectMany(listener => Forwards(listener.Inputs.List("defaultActions")))
            .Concat(listeners.SelectMany(listener => _stack.Referring(ListenerRule, "listenerArn", listener)).SelectMany(rule => Forwards(rule.Inputs.List("actions"))))
            .ToHashSet();
        foreach (var group in registered.Where(group => !forwarded.Contains(group)))
            yield return new FlowProblem($"No listener of {balancer.Name} forwards to the target group {group.Name}.", [balancer, group, .. listeners]);
        foreach (var group in registered.Where(group => group.Type == TargetGroup && group.Inputs.Number("port") is { } chosen && (int)chosen != port))
            yield return new FlowProblem($"The target group {group.Name} has another port than {port}.", group, service);
    }

    private IEnumerable<RecordedResource> Forwards(RecordedList actions) => actions.Maps
        .SelectMany(action => action.Map("forward").List("targetGroups").Maps.Select(group => group.Text("arn")).Append(action.Text("targetGroupArn")))
        .Select(_stack.Find)
        .OfType<RecordedResource>();

    private IEnumerable<FlowProblem> ByName(NetworkNode destination)
    {
        var service = destination.Resource;
        var registry = _stack.Find(service.Inputs.Map("serviceRegistries").Text("registryArn"));
        if (registry is not { Type: Registry })
        {
            yield return new FlowProblem($"The service {service.Name} is registered under no DNS name.", service);
            yield break;
        }

        var names = _stack.Find(registry.Inputs.Map("dnsConfig").Text("namespaceId"));
        if (names is not { Type: Namespace } || names.Inputs.Text("vpc") != destination.VpcId)
            yield return new FlowProblem($"The name of {service.Name} is not in a private namespace of its VPC.", service, registry);
    }
}
