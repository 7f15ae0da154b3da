using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Follows routes, both ways: a connection needs a way for the answer too.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html"/>
internal sealed class Routing
{
    private readonly NetworkMap _network;
    private readonly AuditedStack _stack;

    public Routing(NetworkMap network, AuditedStack stack) => (_network, _stack) = (network, stack);

    /// <summary>From a node's interface in a subnet to addresses outside.</summary>
    public RouteCheck Out(NetworkNode node, NetworkSubnet subnet, IPNetwork outside)
    {
        var route = Best(subnet, outside);
        if (route is null)
            return new RouteCheck($"The route table of {subnet} has no route to {outside}.", subnet.Resource);
        return route.Kind switch
        {
            RouteTargetKind.InternetGateway => ThroughInternetGateway(node, subnet, route, AddressBlocks.FamilyOf(outside)),
            RouteTargetKind.NatGateway => ThroughNat(subnet, route, outside),
            RouteTargetKind.EgressOnlyGateway => ThroughEgressOnly(node, subnet, route, AddressBlocks.FamilyOf(outside)),
            _ => new RouteCheck($"The route {route.Resource.Name} of {subnet} leads to something that this proof does not know.", route.Resource, subnet.Resource),
        };
    }

    /// <summary>From addresses outside to a node's interface in a subnet.</summary>
    public RouteCheck In(NetworkNode node, NetworkSubnet subnet, IPNetwork outside)
    {
        var route = Best(subnet, outside);
        if (route is null)
            return new RouteCheck($"The route table of {subnet} has no route for answers to {outside}.", subnet.Resource);
        return route.Kind == RouteTargetKind.InternetGateway
            ? ThroughInternetGateway(node, subnet, route, AddressBlocks.FamilyOf(outside))
            : new RouteCheck($"The route {route.Resource.Name} of {subnet} does not lead to an internet gateway, so nobody outside can open a connection.", route.Resource, subnet.Resource);
    }

    /// <summary>Between two nodes of a VPC.</summary>
    public static RouteCheck Inside(NetworkNode source, NetworkNode destination, AddressFamily family)
    {
        if (source.VpcId != destination.VpcId)
            return new RouteCheck($"{source} and {destination} are in different VPCs.", source.Resource, destination.Resource);
        return Detour(source, destination, family) ?? Detour(destination, source, family) ?? new RouteCheck(null);
    }

    // The local route is as wide as the VPC. A longer one takes the traffic elsewhere.
    private static RouteCheck? Detour(NetworkNode source, NetworkNode destination, AddressFamily family)
    {
        foreach (var subnet in source.Subnets)
        {
            foreach (var route in subnet.Routes)
            {
                if (route.Destination is { PrefixLength: > 0 } block && destination.Addresses(family).Any(address => block.Overlaps(address)))
                    return new RouteCheck($"The route {route.Resource.Name} of {subnet} takes traffic to {destination} elsewhere.", route.Resource);
            }
        }

        return null;
    }

    // The most specific route that holds all the addresses; where none does, the widest that holds a part of them.
    private static NetworkRoute? Best(NetworkSubnet subnet, IPNetwork outside)
    {
        NetworkRoute? whole = null;
        NetworkRoute? part = null;
        foreach (var route in subnet.Routes)
        {
            if (route.Destination is not { } block) continue;
            if (block.Contains(outside))
            {
                if (whole is null || whole.Destination!.Value.Contains(block)) whole = route;
            }
            else if (outside.Contains(block) && (part is null || block.Contains(part.Destination!.Value)))
            {
                part = route;
            }
        }

        return whole ?? part;
    }

    private RouteCheck ThroughInternetGateway(NetworkNode node, NetworkSubnet subnet, NetworkRoute route, AddressFamily family)
    {
        ImmutableArray<RecordedResource> through = [route.Resource, route.Target!];
        if (!IsAttached(route.Target!, subnet.VpcId))
            return new RouteCheck($"The internet gateway {route.Target!.Name} is not attached to the VPC of {subnet}.", through);
        if (family == AddressFamily.InterNetwork && !node.HasPublicIpv4)
            return new RouteCheck($"{node} has no public IPv4 address, and {subnet} leads straight to an internet gateway.", through);
        if (family == AddressFamily.InterNetworkV6 && !node.HasIpv6)
            return new RouteCheck($"{node} has no IPv6 address.", through);
        return new RouteCheck(null, through);
    }

    private RouteCheck ThroughNat(NetworkSubnet subnet, NetworkRoute route, IPNetwork outside)
    {
        var nat = route.Target!;
        ImmutableArray<RecordedResource> through = [route.Resource, nat];
        if (AddressBlocks.FamilyOf(outside) == AddressFamily.InterNetworkV6)
            return new RouteCheck($"The NAT gateway {nat.Name} does not carry IPv6.", through);
        if (nat.Inputs.Text("connectivityType") is { } type && type != "public")
            return new RouteCheck($"The NAT gateway {nat.Name} is private.", through);
        if (_stack.Find(nat.Inputs.Text("allocationId")) is null)
            return new RouteCheck($"The NAT gateway {nat.Name} has no Elastic IP address.", through);
        if (_network.Find(nat.Inputs.Text("subnetId") ?? "") is not { } home)
            return new RouteCheck($"The NAT gateway {nat.Name} is in no subnet of this stack.", through);
        if (home.VpcId != subnet.VpcId)
            return new RouteCheck($"The NAT gateway {nat.Name} is in another VPC.", through);
        if (Best(home, outside) is not { Kind: RouteTargetKind.InternetGateway } way || !IsAttached(way.Target!, home.VpcId))
            return new RouteCheck($"The NAT gateway {nat.Name} is in {home}, which has no route to an internet gateway.", [.. through, home.Resource]);
        return new RouteCheck(null, [.. through, way.Resource, way.Target!]);
    }

    private static RouteCheck ThroughEgressOnly(NetworkNode node, NetworkSubnet subnet, NetworkRoute route, AddressFamily family)
    {
        ImmutableArray<RecordedResource> through = [route.Resource, route.Target!];
        if (family != AddressFamily.InterNetworkV6) return new RouteCheck($"The egress-only gateway {route.Target!.Name} carries IPv6 alone.", through);
        if (!node.HasIpv6) return new RouteCheck($"{node} has no IPv6 address.", through);
        return route.Target!.Inputs.Text("vpcId") == subnet.VpcId
            ? new RouteCheck(null, through)
            : new RouteCheck($"The egress-only gateway {route.Target!.Name} belongs to another VPC.", through);
    }

    private bool IsAttached(RecordedResource gateway, string vpcId) =>
        gateway.Inputs.Text("vpcId") == vpcId
        || _stack.OfType("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment").Any(attachment =>
            _stack.Find(attachment.Inputs.Text("internetGatewayId")) == gateway && attachment.Inputs.Text("vpcId") == vpcId);
}

/// <summary>Whether traffic finds its way between a subnet and somewhere else.</summary>
/// <param name="Problem">Why it does not; null when it does.</param>
/// <param name="Through">The routes and gateways on the way, as far as it leads.</param>
internal sealed record RouteCheck(string? Problem, params ImmutableArray<RecordedResource> Through)
{
    public bool Works => Problem is null;
}

/// <summary>Whether one node can find another: through a listener and its target group, or by a DNS name.</summary>
internal sealed class TargetCheck
{
    private const string ListenerRule = "aws:lb/listenerRule:ListenerRule";
    private const string Registry = "aws:servicediscovery/service:Service";
    private const string Namespace = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace";

    private readonly AuditedStack _stack;

    public TargetCheck(AuditedStack stack) => _stack = stack;

    public IEnumerable<FlowProblem> Problems(NetworkNode source, NetworkNode destination, int port)
    {
        if (destination.Resource.Type != NodeFinder.Service) return [];
        return source.Resource.Type switch
        {
            NodeFinder.LoadBalancer => ThroughListener(source.Resource, destination.Resource, port),
            NodeFinder.Service => ByName(destination, port),
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

        // ECS registers each task with its own port; the group's is used for none.
        foreach (var group in registered.Where(group => group.Inputs.Map("healthCheck").Text("port") is { } check && check != "traffic-port" && check != $"{port}"))
            yield return new FlowProblem($"The target group {group.Name} checks another port than {port}.", group, service);
    }

    private IEnumerable<RecordedResource> Forwards(RecordedList actions) => actions.Maps
        .SelectMany(action => action.Map("forward").List("targetGroups").Maps.Select(group => group.Text("arn")).Append(action.Text("targetGroupArn")))
        .Select(_stack.Find)
        .OfType<RecordedResource>();

    private IEnumerable<FlowProblem> ByName(NetworkNode destination, int port)
    {
        var service = destination.Resource;
        var registry = _stack.Find(service.Inputs.Map("serviceRegistries").Text("registryArn"));
        if (registry is not { Type: Registry })
        {
            yield return new FlowProblem($"The service {service.Name} is registered under no DNS name.", service);
            yield break;
        }

        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRegistry.html
        if (registry.Inputs.Map("dnsConfig").List("dnsRecords").Maps.Any(record => record.Text("type") == "SRV")
            && service.Inputs.Map("serviceRegistries").Number("containerPort") != port)
            yield return new FlowProblem($"The service {service.Name} registers another port than {port} under its DNS name.", service, registry);

        var names = _stack.Find(registry.Inputs.Map("dnsConfig").Text("namespaceId"));
        if (names is not { Type: Namespace } || names.Inputs.Text("vpc") != destination.VpcId)
            yield return new FlowProblem($"The name of {service.Name} is not in a private namespace of its VPC.", service, registry);
    }
}
