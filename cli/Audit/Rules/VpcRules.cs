using System.Collections.Immutable;
using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Preview.Recording;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on Amazon VPC.</summary>
internal static class VpcRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "vpc-default-group-closed",
            Title = "Default security groups let nothing through",
            Why = "Whatever is made without a group gets this one.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("EC2.2"), Reference.Cis("5.5")],
            Evaluate = Each("aws:ec2/vpc:Vpc", VpcDefaultGroupClosed),
        },
        new()
        {
            Id = "vpc-flow-logs",
            Title = "VPCs have flow logs",
            Why = "Without them nobody can tell afterwards who spoke to whom.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("EC2.6"), Reference.Cis("3.7")],
            Evaluate = Each("aws:ec2/vpc:Vpc", VpcFlowLogs),
        },
        new()
        {
            Id = "subnet-no-public-address",
            Title = "Subnets give no public addresses by themselves",
            Why = "Whatever is started there would be on the internet without anybody asking for it.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("EC2.15"), Reference.Pci("1.4.4")],
            Evaluate = Each("aws:ec2/subnet:Subnet", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Boolean("mapPublicIpOnLaunch") is not true, "The subnet gives public addresses.", "mapPublicIpOnLaunch")),
        },
        new()
        {
            Id = "sg-open-ports",
            Title = "Only ports 80 and 443 are open to everybody",
            Why = "Every other open port is a service that nobody meant to publish.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("EC2.18")],
            Evaluate = stack =>
                stack.Reachability.Rules.Where(rule => rule.IsIngress && rule.PeerBlock is { PrefixLength: 0 }).Select(rule => Evaluation.Of(
                rule.Resource,
                rule.Traffic is { Protocol: "tcp", From: 80, To: 80 } or { Protocol: "tcp", From: 443, To: 443 },
                $"The rule opens {rule.Traffic} to everybody.",
                new Evidence("rule", rule.ToString()))),
        },
        new()
        {
            Id = "sg-high-risk-ports",
            Title = "No port of high risk is open to everybody",
            Why = "Databases, remote shells and old protocols are what scanners look for first.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            Severity = Severity.Critical,
            References = [Reference.Fsbp("EC2.19")],
            Evaluate = SgHighRiskPorts,
        },
        new()
        {
            Id = "sg-remote-administration",
            Title = "Nobody outside can log in",
            Why = "Remote shells and desktops open to everybody are guessed and broken.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            Severity = Severity.High,
            References = [Reference.SecurityHub("EC2.13"), Reference.SecurityHub("EC2.53"), Reference.SecurityHub("EC2.54"), Reference.Cis("5.3"), Reference.Cis("5.4"), Reference.Pci("1.3.1")],
            Evaluate = stack =>
                stack.Reachability.Rules.Where(rule => rule.IsIngress && rule.PeerBlock is { PrefixLength: 0 }).Select(rule => Evaluation.Of(
                rule.Resource,
                !Array.Exists(Ports, port => rule.Traffic.Covers(new Traffic("tcp", port, port)) || rule.Traffic.Covers(new Traffic("udp", port, port))),
                "The rule opens a port of remote administration to everybody.",
                new Evidence("rule", rule.ToString()))),
        },
        new()
        {
            Id = "sg-used",
            Title = "Every security group is used",
            Why = "An unused group is one that somebody will pick by mistake.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
            Severity = Severity.Low,
            References = [Reference.SecurityHub("EC2.22")],
            Evaluate = Each("aws:ec2/securityGroup:SecurityGroup", SgUsed),
        },
        new()
        {
            Id = "sg-rules-described",
            Title = "Every security group rule says what it is for",
            Why = "A rule without a purpose is one that nobody dares to remove.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            Severity = Severity.Low,
            Evaluate = stack => stack.Reachability.Rules.Select(rule => rule.Resource).Distinct().Select(resource => Evaluation.Of(
                resource, resource.Inputs.Text("description") is { Length: > 0 }, "The rule has no description.", "description")),
        },
        new()
        {
            Id = "vpc-registry-endpoints",
            Title = "VPCs with tasks have endpoints for the registry",
            Why = "Without them every image crosses a NAT gateway, and needs a way to the internet.",
            Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("EC2.55"), Reference.Fsbp("EC2.56")],
            Evaluate = Each("aws:ec2/vpc:Vpc", VpcRegistryEndpoints),
        },
        new()
        {
            Id = "endpoint-policy",
            Title = "Endpoint policies allow only what the stack needs",
            Why = "An open endpoint carries data out to any account, past every firewall.",
            Document = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
            Severity = Severity.Medium,
            Evaluate = EndpointPolicy,
        },
    ];

    private static Evaluation? VpcDefaultGroupClosed(RecordedResource resource, AuditedStack stack)
    {
        var group = stack.Referring("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId", resource).FirstOrDefault();
        var rules = group is null ? 0 : stack.Reachability.Rules.Count(rule => rule.GroupId == group.Id);
        return Evaluation.Of(
            resource,
            group is not null && rules == 0,
            group is null ? "The default security group is not taken over, so it has the rules that AWS gave it." : "The default security group has rules.",
            new Evidence("default security group", group is null ? "not declared" : $"{group.Name}, {rules} rules"));
    }

    private static Evaluation? VpcFlowLogs(RecordedResource resource, AuditedStack stack)
    {
        var log = stack.Referring("aws:ec2/flowLog:FlowLog", "vpcId", resource).FirstOrDefault(found => found.Inputs.Text("trafficType") is "ALL" or "REJECT");
        return Evaluation.Of(resource, log is not null, "The VPC's traffic is not logged.", new Evidence("flow log", log is null ? "none" : $"{log.Name}, {log.Inputs.Text("trafficType")}"));
    }

    private static IEnumerable<Evaluation> SgHighRiskPorts(AuditedStack stack)
    {
        foreach (var rule in stack.Reachability.Rules.Where(rule => rule.IsIngress && rule.PeerBlock is { PrefixLength: 0 }))
        {
            var open = Risky.Where(port => rule.Traffic.Covers(new Traffic("tcp", port, port)) || rule.Traffic.Covers(new Traffic("udp", port, port))).ToList();
            yield return Evaluation.Of(rule.Resource, open.Count == 0, $"Open to everybody: {string.Join(", ", open)}.", new Evidence("rule", rule.ToString()));
        }
    }

    // https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
    private static readonly int[] Risky =
        [20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300];

    private static readonly int[] Ports = [22, 3389];

    private static Evaluation? SgUsed(RecordedResource resource, AuditedStack stack)
    {
        var users = stack.Reachability.Nodes.Where(node => node.GroupIds.Contains(resource.Id!)).Select(node => node.Label).ToList();
        return Evaluation.Of(resource, users.Count > 0, "Nothing uses the group.", new Evidence("used by", users.Count == 0 ? "nothing" : string.Join(", ", users)));
    }

    private static Evaluation? VpcRegistryEndpoints(RecordedResource resource, AuditedStack stack)
    {
        if (stack.OfType("aws:ecs/service:Service").Count == 0) return null;
        var found = stack.Referring("aws:ec2/vpcEndpoint:VpcEndpoint", "vpcId", resource)
            .Select(endpoint => endpoint.Inputs.Text("serviceName") ?? "")
            .Select(name => Array.Find(Services, service => name.EndsWith($".{service}", StringComparison.Ordinal))).OfType<string>().ToList();
        var missing = Services.Except(found).ToList();
        return Evaluation.Of(resource, missing.Count == 0, $"No interface endpoint for {string.Join(", ", missing)}.", new Evidence("endpoints", found.Count == 0 ? "none" : string.Join(", ", found)));
    }

    private static readonly string[] Services = ["ecr.api", "ecr.dkr"];

    private static IEnumerable<Evaluation> EndpointPolicy(AuditedStack stack)
    {
        foreach (var endpoint in stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint"))
        {
            var policies = stack.PoliciesOf(endpoint).ToList();
            var open = policies.SelectMany(policy => policy.Allowing).Where(statement =>
                statement.AnyResource && statement.Principals.Any(principal => principal.IsAnyone) && !Array.Exists(Holding, statement.Restricts)).ToList();
            yield return Evaluation.Of(
                endpoint,
                policies.Count > 0 && open.Count == 0,
                policies.Count == 0 ? "The endpoint has no policy, so it lets everything through." : "The endpoint's policy lets everybody reach everything.",
                [.. policies.SelectMany(policy => policy.Allowing.Select(policy.Quote))]);
        }
    }

    private static readonly string[] Holding = ["aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalArn", "aws:ResourceAccount", "aws:ResourceOrgID"];
}
