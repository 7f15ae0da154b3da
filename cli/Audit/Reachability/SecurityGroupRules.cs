using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Every permission of every security group, in whichever form it was declared.</summary>
internal sealed class GroupRules
{
    private const string Group = "aws:ec2/securityGroup:SecurityGroup";
    private const string DefaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
    private const string IngressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    private const string EgressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
    private const string CombinedRule = "aws:ec2/securityGroupRule:SecurityGroupRule";

    private readonly Dictionary<string, List<GroupRule>> _ingress = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<GroupRule>> _egress = new(StringComparer.Ordinal);

    public GroupRules(AuditedStack stack)
    {
        foreach (var group in stack.OfType(Group).Concat(stack.OfType(DefaultGroup)))
        {
            foreach (var rule in group.Inputs.List("ingress").Maps) Listed(group, group.Id!, rule, isIngress: true);
            foreach (var rule in group.Inputs.List("egress").Maps) Listed(group, group.Id!, rule, isIngress: false);
        }

        foreach (var rule in stack.OfType(IngressRule)) Single(rule, isIngress: true);
        foreach (var rule in stack.OfType(EgressRule)) Single(rule, isIngress: false);
        foreach (var rule in stack.OfType(CombinedRule))
            Listed(rule, rule.Inputs.Text("securityGroupId") ?? "", rule.Inputs, rule.Inputs.Text("type") == "ingress");

        foreach (var vpc in stack.OfType(NetworkMap.Vpc)) Untouched(vpc, stack);
    }

    public IEnumerable<GroupRule> All => _ingress.Values.Concat(_egress.Values).SelectMany(rules => rules);

    public IReadOnlyList<GroupRule> Ingress(string groupId) => _ingress.GetValueOrDefault(groupId) ?? [];

    public IReadOnlyList<GroupRule> Egress(string groupId) => _egress.GetValueOrDefault(groupId) ?? [];

    /// <summary>The id of the group that an interface gets when none is named.</summary>
    public static string DefaultGroupOf(string vpcId, AuditedStack stack) =>
        stack.OfType(DefaultGroup).FirstOrDefault(group => group.Inputs.Text("vpcId") == vpcId)?.Id ?? $"default of {vpcId}";

    private void Single(RecordedResource resource, bool isIngress)
    {
        var inputs = resource.Inputs;
        Add(new GroupRule
        {
            Resource = resource,
            GroupId = inputs.Text("securityGroupId") ?? "",
            IsIngress = isIngress,
            Traffic = Traffic.Of(inputs.Text("ipProtocol"), inputs.Number("fromPort"), inputs.Number("toPort")),
            PeerGroupId = inputs.Text("referencedSecurityGroupId"),
            PeerBlock = AddressBlocks.Parse(inputs.Text("cidrIpv4") ?? inputs.Text("cidrIpv6")),
            PeerPrefixListId = inputs.Text("prefixListId"),
        });
    }

    private void Listed(RecordedResource resource, string groupId, RecordedMap rule, bool isIngress)
    {
        var common = new GroupRule
        {
            Resource = resource,
            GroupId = groupId,
            IsIngress = isIngress,
            Traffic = Traffic.Of(rule.Text("protocol"), rule.Number("fromPort"), rule.Number("toPort")),
        };
        foreach (var block in rule.List("cidrBlocks").Texts.Concat(rule.List("ipv6CidrBlocks").Texts))
            Add(common with { PeerBlock = AddressBlocks.Parse(block) });
        foreach (var group in rule.List("securityGroups").Texts) Add(common with { PeerGroupId = group });
        if (rule.Text("sourceSecurityGroupId") is { } source) Add(common with { PeerGroupId = source });
        foreach (var list in rule.List("prefixListIds").Texts) Add(common with { PeerPrefixListId = list });
        if (rule.Boolean("self") is true) Add(common with { PeerGroupId = groupId });
    }

    // AWS opens a default group that is not declared: everything among its members, and everything out.
    private void Untouched(RecordedResource vpc, AuditedStack stack)
    {
        var id = $"default of {vpc.Id}";
        if (DefaultGroupOf(vpc.Id!, stack) != id) return;
        var rule = new GroupRule { Resource = vpc, GroupId = id, IsIngress = true, Traffic = Traffic.Everything, PeerGroupId = id };
        Add(rule);
        Add(rule with { IsIngress = false, PeerGroupId = null, PeerBlock = AddressBlocks.Parse("0.0.0.0/0") });
        Add(rule with { IsIngress = false, PeerGroupId = null, PeerBlock = AddressBlocks.Parse("::/0") });
    }

    private void Add(GroupRule rule)
    {
        var side = rule.IsIngress ? _ingress : _egress;
        if (!side.TryGetValue(rule.GroupId, out var rules)) side.Add(rule.GroupId, rules = []);
        rules.Add(rule);
    }
}

/// <summary>One permission of a security group: a direction, traffic, and one peer.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"/>
public sealed record GroupRule
{
    /// <summary>The resource that declares the rule: a rule resource, or the group that lists it.</summary>
    public required RecordedResource Resource { get; init; }

    /// <summary>The group's id.</summary>
    public required string GroupId { get; init; }

    /// <summary>True for connections to members of the group, false for connections that they open.</summary>
    public required bool IsIngress { get; init; }

    /// <summary>What may pass.</summary>
    public required Traffic Traffic { get; init; }

    /// <summary>The group at the other end; null when the peer is no group.</summary>
    public string? PeerGroupId { get; init; }

    /// <summary>The addresses at the other end; null when the peer is no block.</summary>
    public IPNetwork? PeerBlock { get; init; }

    /// <summary>The prefix list at the other end; null when the peer is none.</summary>
    public string? PeerPrefixListId { get; init; }

    /// <summary>The peer in words.</summary>
    public string Peer => PeerBlock?.ToString() ?? PeerGroupId ?? PeerPrefixListId ?? "an unknown peer";

    /// <inheritdoc/>
    public override string ToString() => $"{(IsIngress ? "ingress from" : "egress to")} {Peer}, {Traffic}";
}

/// <summary>
/// Compares each rule with the stated flows. A rule that is too wide is found even where no route leads to it
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

/// <summary>A rule that opens more than the stated flows ask for, whether or not a route makes use of it today.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Excess">What no stated flow asks for.</param>
/// <param name="Nodes">To whom it applies; empty when nothing has the group.</param>
public sealed record ExcessRule(GroupRule Rule, ImmutableArray<Traffic> Excess, ImmutableArray<NetworkNode> Nodes);

/// <summary>A protocol and, for TCP and UDP, a range of ports.</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, a protocol's number, or <see cref="AllProtocols"/>.</param>
/// <param name="From">The first port.</param>
/// <param name="To">The last port.</param>
public readonly record struct Traffic(string Protocol, int From, int To)
{
    /// <summary>Every protocol, every port.</summary>
    public const string AllProtocols = "all";

    private const int LastPort = 65535;

    /// <summary>Everything.</summary>
    public static Traffic Everything { get; } = new(AllProtocols, 0, LastPort);

    /// <summary>The traffic of a security group rule.</summary>
    /// <param name="protocol">As AWS has it: a name, a number, or <c>-1</c> for all.</param>
    /// <param name="from">The first port; null for all.</param>
    /// <param name="to">The last port; null for all.</param>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"/>
    public static Traffic Of(string? protocol, double? from, double? to)
    {
        var name = protocol?.ToLowerInvariant() switch
        {
            null or "" or "-1" or "all" => AllProtocols,
            "6" => "tcp",
            "17" => "udp",
            "1" => "icmp",
            "58" => "icmpv6",
            var other => other,
        };
        return name is "tcp" or "udp" && from is >= 0 && to is >= 0
            ? new Traffic(name, (int)from, (int)to)
            : new Traffic(name, 0, LastPort);
    }

    /// <summary>What both allow; null when nothing.</summary>
    /// <param name="other">Other traffic.</param>
    public Traffic? Intersect(Traffic other)
    {
        if (Protocol != other.Protocol && Protocol != AllProtocols && other.Protocol != AllProtocols) return null;
        var from = Math.Max(From, other.From);
        var to = Math.Min(To, other.To);
        return from > to ? null : new Traffic(Protocol == AllProtocols ? other.Protocol : Protocol, from, to);
    }

    /// <summary>True when all of <paramref name="other"/> is in this.</summary>
    public bool Covers(Traffic other) =>
        (Protocol == AllProtocols || Protocol == other.Protocol) && From <= other.From && To >= other.To;

    /// <summary>What is left of this when the others are taken away.</summary>
    /// <param name="others">What is taken away.</param>
    public ImmutableArray<Traffic> Except(IEnumerable<Traffic> others)
    {
        var left = new List<Traffic> { this };
        foreach (var other in others)
        {
            for (var index = left.Count - 1; index >= 0; index--)
            {
                var part = left[index];
                if (other.Protocol != AllProtocols && other.Protocol != part.Protocol) continue;
                if (other.To < part.From || other.From > part.To) continue;
                left.RemoveAt(index);
                if (other.To < part.To) left.Insert(index, part with { From = other.To + 1 });
                if (other.From > part.From) left.Insert(index, part with { To = other.From - 1 });
            }
        }

        return [.. left];
    }

    /// <summary>Such as <c>tcp 443</c>, <c>udp 1024-2048</c> or <c>all traffic</c>.</summary>
    public override string ToString() => Protocol switch
    {
        AllProtocols => "all traffic",
        "tcp" or "udp" when From == 0 && To == LastPort => $"{Protocol} all ports",
        "tcp" or "udp" => From == To ? string.Create(CultureInfo.InvariantCulture, $"{Protocol} {From}") : string.Create(CultureInfo.InvariantCulture, $"{Protocol} {From}-{To}"),
        _ when char.IsAsciiDigit(Protocol[0]) => $"protocol {Protocol}",
        _ => Protocol,
    };
}
