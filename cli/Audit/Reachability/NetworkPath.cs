using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Traffic that the declared network lets pass from one place to another.</summary>
public sealed record NetworkPath
{
    /// <summary>Who opens the connection.</summary>
    public required PathEnd Source { get; init; }

    /// <summary>To whom.</summary>
    public required PathEnd Destination { get; init; }

    /// <summary>Over which protocol.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>What may pass.</summary>
    public required Traffic Traffic { get; init; }

    /// <summary>The rules, routes and gateways on the way.</summary>
    public required ImmutableArray<RecordedResource> Through { get; init; }

    /// <summary>What the architecture says of it.</summary>
    public required PathStanding Standing { get; init; }

    /// <summary>The stated flows that open it.</summary>
    public required ImmutableArray<string> Flows { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source} -> {Destination}, {Traffic}, {AddressBlocks.NameOf(Family)}";
}

/// <summary>What the architecture says of a path.</summary>
public enum PathStanding
{
    /// <summary>One stated flow is exactly this.</summary>
    Stated,

    /// <summary>
    /// Two stated flows open it together: one lets the source out to addresses that hold the destination, another lets
    /// addresses in that hold the source.
    /// </summary>
    Implied,

    /// <summary>No stated flow asks for it.</summary>
    Unstated,
}

/// <summary>One end of a path. Two ends are equal when they are the same place.</summary>
public sealed record PathEnd
{
    private PathEnd()
    {
    }

    /// <summary>The kind of place.</summary>
    public required PathEndKind Kind { get; init; }

    /// <summary>The place in a few words.</summary>
    public required string Label { get; init; }

    /// <summary>The node; null for another kind.</summary>
    public NetworkNode? Node { get; init; }

    /// <summary>The addresses outside, or the resolver's; null for another kind.</summary>
    public IPNetwork? Block { get; init; }

    /// <summary>The gateway endpoint; null for another kind.</summary>
    public RecordedResource? Endpoint { get; init; }

    /// <summary>Something in the VPC.</summary>
    public static PathEnd Of(NetworkNode node) => new() { Kind = PathEndKind.Node, Label = node.Label, Node = node };

    /// <summary>Addresses outside.</summary>
    public static PathEnd Outside(IPNetwork block) => new()
    {
        Kind = PathEndKind.Outside,
        Label = block.PrefixLength == 0 ? "internet" : block.ToString(),
        Block = block,
    };

    /// <summary>A VPC's resolver.</summary>
    public static PathEnd Resolver(IPNetwork address) => new() { Kind = PathEndKind.Resolver, Label = "VPC resolver", Block = address };

    /// <summary>What a gateway endpoint leads to.</summary>
    public static PathEnd AwsService(RecordedResource endpoint) => new()
    {
        Kind = PathEndKind.AwsService,
        Label = $"{NodeFinder.ServiceOf(endpoint)} (gateway endpoint)",
        Endpoint = endpoint,
    };

    /// <inheritdoc/>
    public override string ToString() => Label;
}

/// <summary>What a path starts or ends at.</summary>
public enum PathEndKind
{
    /// <summary>Something with interfaces in the VPC.</summary>
    Node,

    /// <summary>Addresses outside every VPC of the stack: the internet, or a part of it.</summary>
    Outside,

    /// <summary>The VPC's DNS resolver.</summary>
    Resolver,

    /// <summary>An AWS service behind a gateway endpoint.</summary>
    AwsService,
}

/// <summary>
/// Computes every path that the declared network lets pass. It starts at each rule and looks at those alone that the rule
/// lets in, so its cost grows with the paths that exist and not with the pairs that could.
/// </summary>
internal sealed class PathFinder
{
    private static readonly Traffic DnsOverUdp = new("udp", 53, 53);
    private static readonly Traffic DnsOverTcp = new("tcp", 53, 53);
    private static readonly ImmutableArray<AddressFamily> Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    private readonly AuditedStack _stack;
    private readonly NetworkMap _network;
    private readonly Routing _routing;
    private readonly GroupRules _rules;
    private readonly StatedFlows _flows;
    private readonly ImmutableArray<NetworkNode> _nodes;
    private readonly ILookup<string, NetworkNode> _members;
    private readonly List<NetworkPath> _paths = [];

    private PathFinder(AuditedStack stack, NetworkMap network, Routing routing, GroupRules rules, StatedFlows flows, ImmutableArray<NetworkNode> nodes)
    {
        _stack = stack;
        _network = network;
        _routing = routing;
        _rules = rules;
        _flows = flows;
        _nodes = nodes;
        _members = nodes.SelectMany(node => node.GroupIds, (node, group) => (node, group))
            .ToLookup(pair => pair.group, pair => pair.node, StringComparer.Ordinal);
    }

    public static ImmutableArray<NetworkPath> Find(
        AuditedStack stack, NetworkMap network, Routing routing, GroupRules rules, StatedFlows flows, ImmutableArray<NetworkNode> nodes)
    {
        var finder = new PathFinder(stack, network, routing, rules, flows, nodes);
        foreach (var node in nodes)
        {
            foreach (var rule in node.GroupIds.SelectMany(rules.Ingress)) finder.Into(node, rule);
            foreach (var rule in node.GroupIds.SelectMany(rules.Egress)) finder.OutOf(node, rule);
        }

        return [.. finder._paths];
    }

    private void Into(NetworkNode node, GroupRule ingress)
    {
        if (ingress.PeerGroupId is { } group)
        {
            foreach (var source in _members[group])
                foreach (var family in Families)
                    Between(source, node, family, ingress);
        }
        else if (ingress.PeerBlock is { } block)
        {
            foreach (var source in _nodes)
            {
                if (source.Addresses(AddressBlocks.FamilyOf(block)).Any(address => block.Overlaps(address))) Between(source, node, AddressBlocks.FamilyOf(block), ingress);
            }

            if (_network.ReachesOutside(block)) FromOutside(node, block, ingress);
        }
    }

    private void Between(NetworkNode source, NetworkNode destination, AddressFamily family, GroupRule ingress)
    {
        if (!source.Addresses(family).Any() || !destination.Addresses(family).Any()) return;
        RouteCheck? way = null;
        foreach (var egress in source.GroupIds.SelectMany(_rules.Egress))
        {
            if (!Reaches(egress, destination, family) || egress.Traffic.Intersect(ingress.Traffic) is not { } traffic) continue;
            way ??= Routing.Inside(source, destination, family);
            if (way.Works)
                Add(PathEnd.Of(source), PathEnd.Of(destination), family, traffic, [egress.Resource, ingress.Resource]);
        }
    }

    private bool Reaches(GroupRule egress, NetworkNode destination, AddressFamily family)
    {
        if (egress.PeerGroupId is { } group) return destination.GroupIds.Contains(group);
        return egress.PeerBlock is { } block && AddressBlocks.FamilyOf(block) == family && !IsResolver(block, destination.VpcId)
            && destination.Addresses(family).Any(address => block.Overlaps(address));
    }

    // No interface can have the resolver's address, although it lies in a subnet's block.
    private bool IsResolver(IPNetwork block, string vpcId) => _network.ResolverOf(vpcId) == block;

    private void FromOutside(NetworkNode node, IPNetwork block, GroupRule ingress)
    {
        var ways = node.Subnets.Select(subnet => _routing.In(node, subnet, block)).Where(way => way.Works).ToList();
        if (ways.Count > 0)
            Add(PathEnd.Outside(block), PathEnd.Of(node), AddressBlocks.FamilyOf(block), ingress.Traffic, [ingress.Resource, .. ways.SelectMany(way => way.Through)]);
    }

    private void OutOf(NetworkNode node, GroupRule egress)
    {
        if (egress.PeerPrefixListId is { } list) ToAwsService(node, list, egress);
        if (egress.PeerBlock is not { } block) return;
        if (_network.ResolverOf(node.VpcId) is { } resolver && block.Overlaps(resolver)) ToResolver(node, resolver, egress);
        if (!_network.ReachesOutside(block) || (AddressBlocks.FamilyOf(block) == AddressFamily.InterNetworkV6 && !node.HasIpv6)) return;

        var ways = node.Subnets.Select(subnet => _routing.Out(node, subnet, block)).Where(way => way.Works).ToList();
        if (ways.Count > 0)
            Add(PathEnd.Of(node), PathEnd.Outside(block), AddressBlocks.FamilyOf(block), egress.Traffic, [egress.Resource, .. ways.SelectMany(way => way.Through)]);
    }

    private void ToResolver(NetworkNode node, IPNetwork resolver, GroupRule egress)
    {
        if (_stack.Find(node.VpcId)?.Inputs.Boolean("enableDnsSupport") is false) return;
        foreach (var dns in new[] { DnsOverUdp, DnsOverTcp })
        {
            if (egress.Traffic.Intersect(dns) is { } traffic)
                Add(PathEnd.Of(node), PathEnd.Resolver(resolver), AddressBlocks.FamilyOf(resolver), traffic, [egress.Resource]);
        }
    }

    private void ToAwsService(NetworkNode node, string list, GroupRule egress)
    {
        foreach (var endpoint in _stack.OfType(NodeFinder.Endpoint).Where(endpoint => endpoint.Outputs.Text("prefixListId") == list))
        {
            var tables = endpoint.Inputs.List("routeTableIds").Texts.ToHashSet(StringComparer.Ordinal);
            if (node.Subnets.Any(subnet => tables.Contains(subnet.RouteTableId)))
                Add(PathEnd.Of(node), PathEnd.AwsService(endpoint), AddressFamily.InterNetwork, egress.Traffic, [egress.Resource, endpoint]);
        }
    }

    // What no stated flow covers becomes a path of its own, so that a rule that is too wide shows exactly by what.
    private void Add(PathEnd source, PathEnd destination, AddressFamily family, Traffic traffic, IEnumerable<RecordedResource> through)
    {
        var path = new NetworkPath
        {
            Source = source,
            Destination = destination,
            Family = family,
            Traffic = traffic,
            Through = [.. through.Distinct()],
            Standing = PathStanding.Unstated,
            Flows = [],
        };
        var covering = _flows.Covering(source, destination, family, traffic).ToList();
        foreach (var (flow, other, part) in covering)
        {
            _paths.Add(path with
            {
                Traffic = part,
                Standing = other is null ? PathStanding.Stated : PathStanding.Implied,
                Flows = other is null ? [flow.Connection.Id] : [flow.Connection.Id, other.Connection.Id],
            });
        }

        _paths.AddRange(traffic.Except(covering.Select(part => part.Traffic)).Select(part => path with { Traffic = part }));
    }
}
