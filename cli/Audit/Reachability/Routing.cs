using System.Collections.Immutable;
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
    public RouteCheck Out(NetworkNode node, NetworkSubnet subnet, IpBlock outside)
    {
        var route = Best(subnet, outside);
        if (route is null)
            return new RouteCheck($"The route table of {subnet} has no route to {outside}.", subnet.Resource);
        return route.Kind switch
        {
            RouteTargetKind.InternetGateway => ThroughInternetGateway(node, subnet, route, outside.Family),
            RouteTargetKind.NatGateway => ThroughNat(subnet, route, outside),
            RouteTargetKind.EgressOnlyGateway => ThroughEgressOnly(node, subnet, route, outside.Family),
            _ => new RouteCheck($"The route {route.Resource.Name} of {subnet} leads to something that this proof does not know.", route.Resource, subnet.Resource),
        };
    }

    /// <summary>From addresses outside to a node's interface in a subnet.</summary>
    public RouteCheck In(NetworkNode node, NetworkSubnet subnet, IpBlock outside)
    {
        var route = Best(subnet, outside);
        if (route is null)
            return new RouteCheck($"The route table of {subnet} has no route for answers to {outside}.", subnet.Resource);
        return route.Kind == RouteTargetKind.InternetGateway
            ? ThroughInternetGateway(node, subnet, route, outside.Family)
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
                if (route.Destination is { IsAny: false } block && destination.Addresses(family).Any(block.Overlaps))
                    return new RouteCheck($"The route {route.Resource.Name} of {subnet} takes traffic to {destination} elsewhere.", route.Resource);
            }
        }

        return null;
    }

    // The most specific route that holds all the addresses; where none does, the widest that holds a part of them.
    private static NetworkRoute? Best(NetworkSubnet subnet, IpBlock outside)
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
        if (family == AddressFamily.Ipv4 && !node.HasPublicIpv4)
            return new RouteCheck($"{node} has no public IPv4 address, and {subnet} leads straight to an internet gateway.", through);
        if (family == AddressFamily.Ipv6 && !node.HasIpv6)
            return new RouteCheck($"{node} has no IPv6 address.", through);
        return new RouteCheck(null, through);
    }

    private RouteCheck ThroughNat(NetworkSubnet subnet, NetworkRoute route, IpBlock outside)
    {
        var nat = route.Target!;
        ImmutableArray<RecordedResource> through = [route.Resource, nat];
        if (outside.Family == AddressFamily.Ipv6)
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
        if (family != AddressFamily.Ipv6) return new RouteCheck($"The egress-only gateway {route.Target!.Name} carries IPv6 alone.", through);
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
