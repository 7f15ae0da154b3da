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
            PeerBlock = IpBlock.Parse(inputs.Text("cidrIpv4") ?? inputs.Text("cidrIpv6")),
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
            Add(common with { PeerBlock = IpBlock.Parse(block) });
        foreach (var group in rule.List("securityGroups").Texts) Add(common with { PeerGroupId = group });
        if (rule.Text("sourceSecurityGroupId") is { } source) Add(common with { PeerGroupId = source });
        foreach (var list in rule.List("prefixListIds").Texts) Add(common with { PeerPrefixListId = list });
        if (rule.Boolean("self") is true) Add(common with { PeerGroupId = groupId });
    }

    // AWS opens a default group that nobody declares: everything among its members, and everything out.
    private void Untouched(RecordedResource vpc, AuditedStack stack)
    {
        var id = $"default of {vpc.Id}";
        if (DefaultGroupOf(vpc.Id!, stack) != id) return;
        var rule = new GroupRule { Resource = vpc, GroupId = id, IsIngress = true, Traffic = Traffic.Everything, PeerGroupId = id };
        Add(rule);
        Add(rule with { IsIngress = false, PeerGroupId = null, PeerBlock = IpBlock.Parse("0.0.0.0/0") });
        Add(rule with { IsIngress = false, PeerGroupId = null, PeerBlock = IpBlock.Parse("::/0") });
    }

    private void Add(GroupRule rule)
    {
        var side = rule.IsIngress ? _ingress : _egress;
        if (!side.TryGetValue(rule.GroupId, out var rules)) side.Add(rule.GroupId, rules = []);
        rules.Add(rule);
    }
}
