using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Pulumi;
using SecureApi.Cli.Preview.Recording;
using SecureApi.SecurityGroups;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>The flows of <see cref="AllowedConnections"/>: the only statement of what may reach what.</summary>
internal sealed class StatedFlows
{
    private const string GatewayEndpoint = "Gateway";

    private readonly Dictionary<NetworkNode, List<StatedFlow>> _from = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<NetworkNode, List<StatedFlow>> _into = new(ReferenceEqualityComparer.Instance);

    public StatedFlows(AuditedStack stack, ImmutableArray<NetworkNode> nodes)
    {
        // The list's own id is known by its label alone: which id AWS gave it says nothing about what the architecture wants.
        var stated = AllowedConnections.For(stack.Settings, Output.Create(""));
        var byRole = nodes.Where(node => node.Role is not null).ToLookup(node => node.Role!.Role, StringComparer.Ordinal);
        All = [.. stated.Select(flow => new StatedFlow
        {
            Connection = flow,
            Source = End(flow.Source, byRole, stack),
            Destination = End(flow.Destination, byRole, stack),
        })];
        foreach (var flow in All)
        {
            foreach (var node in flow.Source.Nodes) Add(_from, node, flow);
            foreach (var node in flow.Destination.Nodes) Add(_into, node, flow);
        }
    }

    public ImmutableArray<StatedFlow> All { get; }

    public IReadOnlyList<StatedFlow> From(NetworkNode node) => _from.GetValueOrDefault(node) ?? [];

    public IReadOnlyList<StatedFlow> Into(NetworkNode node) => _into.GetValueOrDefault(node) ?? [];

    /// <summary>The stated flows that cover a part of traffic between two places, and which part.</summary>
    public IEnumerable<(StatedFlow Connection, StatedFlow? Other, Traffic Traffic)> Covering(PathEnd source, PathEnd destination, AddressFamily family, Traffic traffic)
    {
        var from = source.Node is null ? [] : From(source.Node);
        var into = destination.Node is null ? [] : Into(destination.Node);
        foreach (var flow in source.Node is null ? into : from)
        {
            if (Is(flow.Source, source) && Is(flow.Destination, destination) && flow.Traffic.Intersect(traffic) is { } common)
                yield return (flow, null, common);
        }

        if (source.Node is null || destination.Node is null) yield break;
        foreach (var outward in from)
        {
            if (!outward.Destination.Holds(destination.Node, family)) continue;
            foreach (var inward in into)
            {
                if (inward.Source.Holds(source.Node, family)
                    && outward.Traffic.Intersect(inward.Traffic) is { } common && common.Intersect(traffic) is { } part)
                    yield return (outward, inward, part);
            }
        }
    }

    private static bool Is(StatedEnd stated, PathEnd end) => end.Kind switch
    {
        PathEndKind.Node => stated.Nodes.Contains(end.Node!),
        PathEndKind.AwsService => stated.Endpoint == end.Endpoint,
        _ => stated.Block is { } block && block.Contains(end.Block!.Value),
    };

    private static StatedEnd End(Peer peer, ILookup<string, NetworkNode> byRole, AuditedStack stack) => peer switch
    {
        Peer.Group group => new StatedEnd { Peer = peer, Nodes = [.. byRole[group.Role]] },
        Peer.Ipv4 block => new StatedEnd { Peer = peer, Block = AddressBlocks.Parse(block.Cidr) },
        Peer.Ipv6 block => new StatedEnd { Peer = peer, Block = AddressBlocks.Parse(block.Cidr) },
        Peer.PrefixList list => new StatedEnd { Peer = peer, Endpoint = Endpoint(list.Label, stack) },
        _ => throw new InvalidOperationException($"The audit does not know the kind of peer {peer.GetType().Name}."),
    };

    private static RecordedResource? Endpoint(string service, AuditedStack stack) => stack.OfType(NodeFinder.Endpoint)
        .FirstOrDefault(endpoint => endpoint.Inputs.Text("vpcEndpointType") == GatewayEndpoint && NodeFinder.ServiceOf(endpoint) == service);

    private static void Add(Dictionary<NetworkNode, List<StatedFlow>> index, NetworkNode node, StatedFlow flow)
    {
        if (!index.TryGetValue(node, out var flows)) index.Add(node, flows = []);
        flows.Add(flow);
    }
}

/// <summary>A flow that the architecture states, with its ends found in the recorded resources.</summary>
internal sealed class StatedFlow
{
    public required Connection Connection { get; init; }

    public required StatedEnd Source { get; init; }

    public required StatedEnd Destination { get; init; }

    public Traffic Traffic => new(Connection.Protocol, Connection.Port, Connection.Port);

    /// <summary>The address family of the flow: that of its addresses, or IPv4 between roles.</summary>
    public AddressFamily Family => (Source.Block ?? Destination.Block) is { } block ? AddressBlocks.FamilyOf(block) : AddressFamily.InterNetwork;
}

/// <summary>An end of a stated flow, found in the recorded resources.</summary>
internal sealed class StatedEnd
{
    public required Peer Peer { get; init; }

    /// <summary>The nodes of a role; empty for addresses and prefix lists.</summary>
    public ImmutableArray<NetworkNode> Nodes { get; init; } = [];

    /// <summary>The addresses; null for a role and a prefix list.</summary>
    public IPNetwork? Block { get; init; }

    /// <summary>The gateway endpoint of a prefix list; null for another kind, or when the stack has none.</summary>
    public RecordedResource? Endpoint { get; init; }

    public bool IsRole => Peer is Peer.Group;

    public bool IsPrefixList => Peer is Peer.PrefixList;

    /// <summary>The end in words.</summary>
    public string Label => Peer switch
    {
        Peer.Group group => group.Role,
        Peer.PrefixList list => list.Label,
        _ => Block is { PrefixLength: 0 } ? "internet" : $"{Block}",
    };

    /// <summary>True when the end holds all addresses that the node may have.</summary>
    public bool Holds(NetworkNode node, AddressFamily family) =>
        Block is { } block && node.Addresses(family).Any() && node.Addresses(family).All(address => block.Contains(address));
}

/// <summary>Finds out whether each stated flow works, and what is missing when it does not.</summary>
internal sealed class FlowCheck
{
    private readonly AuditedStack _stack;
    private readonly NetworkMap _network;
    private readonly Routing _routing;
    private readonly GroupRules _rules;
    private readonly TargetCheck _targets;
    private readonly ILookup<(PathEnd Source, PathEnd Destination, AddressFamily Family), NetworkPath> _paths;
    private readonly ILookup<NetworkNode?, NetworkPath> _fromOutside;

    public FlowCheck(AuditedStack stack, NetworkMap network, Routing routing, GroupRules rules, ImmutableArray<NetworkPath> paths)
    {
        _stack = stack;
        _network = network;
        _routing = routing;
        _rules = rules;
        _targets = new TargetCheck(stack);
        _paths = paths.ToLookup(path => (path.Source, path.Destination, path.Family));
        _fromOutside = paths.Where(path => path.Source.Kind == PathEndKind.Outside).ToLookup(path => path.Destination.Node);
    }

    public FlowResult Check(StatedFlow flow)
    {
        var problems = Problems(flow).ToImmutableArray();
        var idle = flow.Source.Nodes.Concat(flow.Destination.Nodes).Any(node => node.IsIdle);
        return new FlowResult(flow.Connection, !problems.IsEmpty ? FlowState.Broken : idle ? FlowState.Idle : FlowState.Works, problems);
    }

    private IEnumerable<FlowProblem> Problems(StatedFlow flow)
    {
        if (flow.Source.IsRole && flow.Source.Nodes.IsEmpty) return [Missing(flow.Source)];
        if (flow.Destination.IsRole && flow.Destination.Nodes.IsEmpty) return [Missing(flow.Destination)];
        if (!flow.Source.IsRole) return flow.Destination.Nodes.SelectMany(node => FromOutside(flow, node));
        return flow.Source.Nodes.SelectMany(source =>
            flow.Destination.IsRole ? flow.Destination.Nodes.SelectMany(destination => Between(flow, source, destination))
            : flow.Destination.IsPrefixList ? ToAwsService(flow, source)
            : _network.ResolverOf(source.VpcId) is { } resolver && flow.Destination.Block == resolver ? ToResolver(flow, source, resolver)
            : ToOutside(flow, source));
    }

    private static FlowProblem Missing(StatedEnd end) => new($"Nothing in the stack has the role {end.Label}.");

    private IEnumerable<FlowProblem> Between(StatedFlow flow, NetworkNode source, NetworkNode destination)
    {
        if (!Passes(flow, PathEnd.Of(source), PathEnd.Of(destination)))
        {
            var halves = Halves(flow, source, destination).ToList();
            if (halves.Count == 0 && Routing.Inside(source, destination, flow.Family) is { Works: false } way)
                halves.Add(new FlowProblem(way.Problem!, way.Through));
            if (halves.Count == 0) halves.Add(new FlowProblem($"{source} and {destination} have no address family in common.", source.Resource, destination.Resource));
            foreach (var half in halves) yield return half;
        }

        foreach (var problem in Listens(flow, destination).Concat(_targets.Problems(source, destination, flow.Connection.Port))) yield return problem;
    }

    private IEnumerable<FlowProblem> Halves(StatedFlow flow, NetworkNode source, NetworkNode destination)
    {
        bool Ingress(GroupRule rule) => rule.Traffic.Covers(flow.Traffic)
            && (source.GroupIds.Contains(rule.PeerGroupId ?? "") || (rule.PeerBlock is { } block && source.Addresses(flow.Family).Any(address => block.Contains(address))));
        bool Egress(GroupRule rule) => rule.Traffic.Covers(flow.Traffic)
            && (destination.GroupIds.Contains(rule.PeerGroupId ?? "") || (rule.PeerBlock is { } block && destination.Addresses(flow.Family).Any(address => block.Contains(address))));
        if (!source.GroupIds.SelectMany(_rules.Egress).Any(Egress)) yield return NoEgress(flow, source, destination.Label);
        if (!destination.GroupIds.SelectMany(_rules.Ingress).Any(Ingress))
            yield return new FlowProblem($"No ingress rule of {Groups(destination)} lets {source} reach {destination} on {flow.Traffic}.", [destination.Resource, .. Declared(destination)]);
    }

    private static IEnumerable<FlowProblem> Listens(StatedFlow flow, NetworkNode destination)
    {
        if (destination.Ports is { } ports && !ports.Contains(flow.Connection.Port))
            yield return new FlowProblem($"{destination} does not listen on {flow.Traffic}.", destination.Resource);
    }

    private IEnumerable<FlowProblem> FromOutside(StatedFlow flow, NetworkNode node)
    {
        var block = flow.Source.Block!.Value;
        var open = _fromOutside[node].Any(path =>
            path.Family == AddressBlocks.FamilyOf(block) && path.Source.Block!.Value.Contains(block) && path.Traffic.Covers(flow.Traffic));
        if (!open && !node.GroupIds.SelectMany(_rules.Ingress).Any(rule => rule.PeerBlock is { } peer && peer.Contains(block) && rule.Traffic.Covers(flow.Traffic)))
            yield return new FlowProblem($"No ingress rule of {Groups(node)} lets {block} reach {node} on {flow.Traffic}.", [node.Resource, .. Declared(node)]);
        foreach (var way in node.Subnets.Select(subnet => _routing.In(node, subnet, block)).Where(way => !way.Works))
            yield return new FlowProblem(way.Problem!, [node.Resource, .. way.Through]);
        foreach (var problem in Listens(flow, node)) yield return problem;
    }

    private IEnumerable<FlowProblem> ToOutside(StatedFlow flow, NetworkNode node)
    {
        var block = flow.Destination.Block!.Value;
        if (!node.GroupIds.SelectMany(_rules.Egress).Any(rule => rule.PeerBlock is { } peer && peer.Contains(block) && rule.Traffic.Covers(flow.Traffic)))
            yield return NoEgress(flow, node, block.ToString());
        foreach (var way in node.Subnets.Select(subnet => _routing.Out(node, subnet, block)).Where(way => !way.Works))
            yield return new FlowProblem(way.Problem!, [node.Resource, .. way.Through]);
    }

    private IEnumerable<FlowProblem> ToResolver(StatedFlow flow, NetworkNode node, IPNetwork resolver)
    {
        if (_stack.Find(node.VpcId) is { } vpc && vpc.Inputs.Boolean("enableDnsSupport") is false)
            yield return new FlowProblem($"The VPC {vpc.Name} has no DNS resolver: enableDnsSupport is false.", vpc);
        else if (!Passes(flow, PathEnd.Of(node), PathEnd.Resolver(resolver)))
            yield return NoEgress(flow, node, "the VPC's resolver");
    }

    private IEnumerable<FlowProblem> ToAwsService(StatedFlow flow, NetworkNode node)
    {
        if (flow.Destination.Endpoint is not { } endpoint)
        {
            yield return new FlowProblem($"The stack has no gateway endpoint for {flow.Destination.Label}.", node.Resource);
            yield break;
        }

        if (!node.GroupIds.SelectMany(_rules.Egress).Any(rule => rule.PeerPrefixListId == endpoint.Outputs.Text("prefixListId") && rule.Traffic.Covers(flow.Traffic)))
            yield return NoEgress(flow, node, flow.Destination.Label);
        var tables = endpoint.Inputs.List("routeTableIds").Texts.ToHashSet(StringComparer.Ordinal);
        foreach (var subnet in node.Subnets.Where(subnet => !tables.Contains(subnet.RouteTableId)))
            yield return new FlowProblem($"The endpoint {endpoint.Name} is not in the route table of {subnet}.", endpoint, subnet.Resource);
    }

    private bool Passes(StatedFlow flow, PathEnd source, PathEnd destination) =>
        _paths[(source, destination, flow.Family)].Any(path => path.Traffic.Covers(flow.Traffic));

    private FlowProblem NoEgress(StatedFlow flow, NetworkNode node, string destination) =>
        new($"No egress rule of {Groups(node)} lets {node} reach {destination} on {flow.Traffic}.", [node.Resource, .. Declared(node)]);

    private IEnumerable<Preview.Recording.RecordedResource> Declared(NetworkNode node) =>
        node.GroupIds.Select(_stack.Find).OfType<Preview.Recording.RecordedResource>();

    private string Groups(NetworkNode node) => string.Join(", ", node.GroupIds.Select(id => _stack.Find(id)?.Name ?? id));
}

/// <summary>A stated flow, and whether it works.</summary>
/// <param name="Connection">The flow.</param>
/// <param name="State">Whether it can carry traffic.</param>
/// <param name="Problems">What keeps it from doing so.</param>
public sealed record FlowResult(Connection Connection, FlowState State, ImmutableArray<FlowProblem> Problems)
{
    /// <summary>An end in words.</summary>
    /// <param name="peer">The source or the destination.</param>
    public static string Label(Peer peer) => peer switch
    {
        Peer.Group group => group.Role,
        Peer.Ipv4 block => block.Cidr,
        Peer.Ipv6 block => block.Cidr,
        Peer.PrefixList list => list.Label,
        _ => "?",
    };
}

/// <summary>Whether a stated flow can carry traffic.</summary>
public enum FlowState
{
    /// <summary>It can, from everywhere it starts to everywhere it ends.</summary>
    Works,

    /// <summary>The network lets it pass, but one end runs no task yet: its image is still to come.</summary>
    Idle,

    /// <summary>It cannot.</summary>
    Broken,
}

/// <summary>Why a stated flow, or something that a task needs, does not work.</summary>
/// <param name="Text">What is missing, as a sentence.</param>
/// <param name="Resources">The resources on the way.</param>
public sealed record FlowProblem(string Text, params ImmutableArray<RecordedResource> Resources);
