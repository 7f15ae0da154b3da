using System.Collections.Immutable;
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
        Peer.Ipv4 block => new StatedEnd { Peer = peer, Block = IpBlock.Parse(block.Cidr) },
        Peer.Ipv6 block => new StatedEnd { Peer = peer, Block = IpBlock.Parse(block.Cidr) },
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
