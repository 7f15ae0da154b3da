using System.Collections.Immutable;

namespace SecureApi.Cli.Audit.Reachability;

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
            && (source.GroupIds.Contains(rule.PeerGroupId ?? "") || (rule.PeerBlock is { } block && source.Addresses(flow.Family).Any(block.Contains)));
        bool Egress(GroupRule rule) => rule.Traffic.Covers(flow.Traffic)
            && (destination.GroupIds.Contains(rule.PeerGroupId ?? "") || (rule.PeerBlock is { } block && destination.Addresses(flow.Family).Any(block.Contains)));
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
            path.Family == block.Family && path.Source.Block!.Value.Contains(block) && path.Traffic.Covers(flow.Traffic));
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

    private IEnumerable<FlowProblem> ToResolver(StatedFlow flow, NetworkNode node, IpBlock resolver)
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
