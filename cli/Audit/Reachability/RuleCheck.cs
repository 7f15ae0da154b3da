using System.Collections.Immutable;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>
/// Compares each rule by itself with the stated flows. A rule that is too wide is found even where no route leads to it
/// yet: the next change may bring one.
/// </summary>
internal sealed class RuleCheck
{
    private readonly StatedFlows _flows;
    private readonly GroupRules _rules;
    private readonly ILookup<string, NetworkNode> _members;

    public RuleCheck(ImmutableArray<NetworkNode> nodes, StatedFlows flows, GroupRules rules)
    {
        _flows = flows;
        _rules = rules;
        _members = nodes.SelectMany(node => node.GroupIds, (node, group) => (node, group))
            .ToLookup(pair => pair.group, pair => pair.node, StringComparer.Ordinal);
    }

    public IEnumerable<ExcessRule> Find()
    {
        foreach (var rule in _rules.All)
        {
            var nodes = _members[rule.GroupId].ToImmutableArray();
            var peers = _members[rule.PeerGroupId ?? ""].ToImmutableArray();
            var excess = nodes.IsEmpty || (rule.PeerGroupId is not null && peers.IsEmpty)
                ? [rule.Traffic]
                : nodes.SelectMany(node => Excess(rule, node, peers)).Distinct().ToImmutableArray();
            if (!excess.IsEmpty) yield return new ExcessRule(rule, excess, nodes);
        }
    }

    private IEnumerable<Traffic> Excess(GroupRule rule, NetworkNode node, ImmutableArray<NetworkNode> peers)
    {
        var flows = rule.IsIngress ? _flows.Into(node) : _flows.From(node);
        if (rule.PeerGroupId is null)
            return rule.Traffic.Except(flows.Where(flow => Allows(Peer(flow, rule), rule)).Select(flow => flow.Traffic));
        return peers.SelectMany(peer =>
            rule.Traffic.Except(flows.Where(flow => Peer(flow, rule).Nodes.Contains(peer)).Select(flow => flow.Traffic)));
    }

    private static StatedEnd Peer(StatedFlow flow, GroupRule rule) => rule.IsIngress ? flow.Source : flow.Destination;

    private static bool Allows(StatedEnd stated, GroupRule rule) =>
        (rule.PeerBlock is { } block && stated.Block is { } allowed && allowed.Contains(block))
        || (rule.PeerPrefixListId is { } list && stated.Endpoint?.Outputs.Text("prefixListId") == list);
}
