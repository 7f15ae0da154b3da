using System.Net.Sockets;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Audit.Rules;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Audit;

/// <summary>Seeded errors of the network: each must be found, and the finding must name what is on the path.</summary>
public sealed class ReachabilityTests
{
    private const string Any = "0.0.0.0/0";

    [Fact]
    public async Task Prod_AsDeclared_HasOnlyStatedPathsThatWork()
    {
        var proof = (await StackEdit.Prod()).Build().Reachability;

        Assert.NotEmpty(proof.Paths);
        Assert.DoesNotContain(proof.Paths, path => path.Standing == PathStanding.Unstated);
        Assert.All(proof.Flows, flow => Assert.Equal(FlowState.Works, flow.State));
        Assert.Empty(proof.Excess);
    }

    [Fact]
    public async Task Rule_OpenedToEverybody_IsFoundOnItsPath()
    {
        var edit = await StackEdit.Prod();
        edit.AddRule("open-to-all", ingress: true, edit.Id("SecurityGroup", "-gateway"), "cidrIpv4", Any, 443, 443);

        // A service may open HTTPS to any address, so it reaches the gateway now.
        var finding = Single(edit, "reach-stated-paths");
        Assert.Contains("api can reach gateway on tcp 443", finding.Problem, StringComparison.Ordinal);
        Assert.Contains("open-to-all", finding.Problem, StringComparison.Ordinal);
        Assert.Contains(finding.Related, resource => resource.Name == "open-to-all");
        Assert.Contains("opens tcp 443", Single(edit, "reach-stated-rules").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_ReachableFromTheLoadBalancer_IsFound()
    {
        var edit = await StackEdit.Prod();
        var (balancer, service) = (edit.Id("SecurityGroup", "-alb"), edit.Id("SecurityGroup", "-service-api"));
        edit.AddRule("short-cut-out", ingress: false, balancer, "referencedSecurityGroupId", service, 8000, 8000)
            .AddRule("short-cut-in", ingress: true, service, "referencedSecurityGroupId", balancer, 8000, 8000);

        var finding = Single(edit, "reach-stated-paths", "IPv4");

        Assert.Contains("alb can reach api on tcp 8000", finding.Problem, StringComparison.Ordinal);
        Assert.Equal(["short-cut-in", "short-cut-out"], finding.Related.Select(resource => resource.Name).Order(StringComparer.Ordinal));
        Assert.Equal(edit.One("ecs/service:Service", "-api"), finding.Resource);
    }

    [Fact]
    public async Task PrivateRouteTable_WithInternetGateway_IsFound()
    {
        var edit = await StackEdit.Prod();
        edit.Set("Route", "-private-eu-west-1a-ipv4", "natGatewayId", null)
            .Set("Route", "-private-eu-west-1a-ipv4", "gatewayId", edit.Id("InternetGateway"));

        Assert.Contains(All(edit, "reach-private-routes"), evaluation =>
            evaluation.Problem.Contains("private-eu-west-1a-ipv4", StringComparison.Ordinal) && evaluation.Related.Contains(edit.One("InternetGateway")));

        // Tasks without a public address have no way out through an internet gateway: the stated flow breaks as well.
        Assert.Contains(All(edit, "reach-stated-flows-work"), evaluation =>
            evaluation.Problem.Contains("api-internet-ipv4 cannot work", StringComparison.Ordinal) && evaluation.Problem.Contains("no public IPv4 address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Task_WithPublicAddress_IsFound()
    {
        var edit = await StackEdit.Prod();
        edit.Set("ecs/service:Service", "-api", "networkConfiguration.assignPublicIp", true);

        Assert.Contains("api has public IPv4 addresses", Single(edit, "reach-public-addresses").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EgressRule_Missing_BreaksItsFlow()
    {
        var edit = await StackEdit.Prod();
        edit.Remove("SecurityGroupEgressRule", "-gateway-api-8000");

        var finding = Single(edit, "reach-stated-flows-work");

        Assert.Contains("No egress rule of", finding.Problem, StringComparison.Ordinal);
        Assert.Contains("lets gateway reach api on tcp 8000", finding.Problem, StringComparison.Ordinal);

        // The other half opens nothing by itself, but it is still stated: only the flow is broken.
        Assert.Empty(All(edit, "reach-stated-rules"));
    }

    [Fact]
    public async Task IngressRule_Missing_BreaksItsFlow()
    {
        var edit = await StackEdit.Prod();
        edit.Remove("SecurityGroupIngressRule", "-gateway-api-8000");

        Assert.Contains("No ingress rule of", Single(edit, "reach-stated-flows-work").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DnsEgress_Missing_IsFoundTwice()
    {
        var edit = await StackEdit.Prod();
        edit.Remove("SecurityGroupEgressRule", "-api-dns-udp");

        Assert.Contains("api-dns-udp cannot work", Single(edit, "reach-stated-flows-work").Problem, StringComparison.Ordinal);
        Assert.Contains("DNS resolver", Single(edit, "reach-task-needs").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_WithoutItsGroup_CannotBeReached()
    {
        var edit = await StackEdit.Prod();
        edit.Set("VpcEndpoint", "-secretsmanager", "securityGroupIds", Array.Empty<object>());

        Assert.All(All(edit, "reach-stated-flows-work"), evaluation => Assert.Contains("endpoint secretsmanager", evaluation.Problem, StringComparison.Ordinal));
        Assert.Equal(2, All(edit, "reach-task-needs").Count);
    }

    [Fact]
    public async Task Ipv6Hole_BesideClosedIpv4_IsFound()
    {
        var edit = await StackEdit.Prod();
        edit.AddRule("ipv6-hole", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv6", "::/0", 8443, 8443);

        var paths = edit.Build().Reachability.Paths.Where(path => path.Standing == PathStanding.Unstated).ToList();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.Equal(AddressFamily.InterNetworkV6, path.Family));
        Assert.Contains(paths, path => path.Source.Label == "internet" && path.Destination.Label == "alb" && path.Traffic == new Traffic("tcp", 8443, 8443));
    }

    [Fact]
    public async Task Ipv6InternetRoute_InAPrivateTable_LetsTheInternetInWhereTheRulesDo()
    {
        var edit = await StackEdit.Prod();
        edit.Set("Route", "-private-eu-west-1a-ipv6", "egressOnlyGatewayId", null)
            .Set("Route", "-private-eu-west-1a-ipv6", "gatewayId", edit.Id("InternetGateway"))
            .AddRule("ipv6-in", ingress: true, edit.Id("SecurityGroup", "-service-api"), "cidrIpv6", "::/0", 8000, 8000);

        Assert.Contains(edit.Build().Reachability.Paths, path =>
            path is { Standing: PathStanding.Unstated, Source.Label: "internet", Destination.Label: "api", Family: AddressFamily.InterNetworkV6 }
            && path.Through.Any(resource => resource.Name.EndsWith("-igw", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("-private-eu-west-1b-ipv4", "api-internet-ipv4")]
    [InlineData("-private-eu-west-1b-ipv6", "api-internet-ipv6")]
    [InlineData("-public-ipv4", "internet-alb-https-0.0.0.0/0")]
    public async Task Route_Missing_BreaksTheFlowsThatNeedIt(string route, string flow)
    {
        var edit = await StackEdit.Prod();
        edit.Remove("Route", route);

        Assert.Contains(All(edit, "reach-stated-flows-work"), evaluation => evaluation.Problem.StartsWith($"The flow {flow} cannot work.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NatGateway_InAPrivateSubnet_BreaksTheWayOut()
    {
        var edit = await StackEdit.Prod();
        edit.Set("NatGateway", "-eu-west-1c", "subnetId", edit.Id("Subnet", "-private-eu-west-1c"));

        Assert.Contains(All(edit, "reach-stated-flows-work"), evaluation => evaluation.Problem.Contains("nat-eu-west-1c", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Listener_Missing_BreaksTheFlowFromTheInternet()
    {
        var edit = await StackEdit.Prod();
        edit.Remove("Listener", "-http");

        Assert.All(All(edit, "reach-stated-flows-work"), evaluation => Assert.Contains("does not listen on tcp 80", evaluation.Problem, StringComparison.Ordinal));
        Assert.NotEmpty(All(edit, "reach-stated-flows-work"));
    }

    [Fact]
    public async Task Listener_ForwardingToNobody_BreaksTheFlowToTheGateway()
    {
        var edit = await StackEdit.Prod();
        edit.RemoveAll("ListenerRule");

        Assert.Contains("No listener of", Single(edit, "reach-stated-flows-work").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_WithoutDnsName_CannotBeFoundByTheGateway()
    {
        var edit = await StackEdit.Prod();
        edit.Set("ecs/service:Service", "-api", "serviceRegistries", null);

        Assert.Contains("no DNS name", Single(edit, "reach-stated-flows-work").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_WithAnotherGroup_KeepsItsRoleAndShowsWhatItReaches()
    {
        var edit = await StackEdit.Prod();
        edit.Set("ecs/service:Service", "-api", "networkConfiguration.securityGroups", new object[] { edit.Id("SecurityGroup", "-gateway") });

        Assert.Contains(All(edit, "reach-stated-paths"), evaluation => evaluation.Problem.Contains("alb can reach api on tcp 443", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Component_OfAnUnknownKind_IsASubjectOfTheProof()
    {
        var edit = await StackEdit.Prod();
        edit.Add(
            "aws:lambda/function:Function",
            "report",
            ("vpcConfig", new (string, object?)[]
            {
                ("subnetIds", new object[] { edit.Id("Subnet", "-private-eu-west-1a") }),
                ("securityGroupIds", new object[] { edit.Id("SecurityGroup", "-gateway") }),
            }));

        Assert.Contains(edit.Build().Reachability.Nodes, node => node.Label == "report");
        Assert.Contains(All(edit, "reach-stated-paths"), evaluation => evaluation.Problem.Contains("report can reach api on tcp 8000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tasks_OfOneService_ReachingEachOther_AreFound()
    {
        var edit = await StackEdit.Prod();
        var group = edit.Id("SecurityGroup", "-service-api");
        edit.AddRule("to-the-vpc", ingress: false, group, "cidrIpv4", "10.20.0.0/16", 8000, 8000)
            .AddRule("from-the-vpc", ingress: true, group, "cidrIpv4", "10.20.0.0/16", 8000, 8000);

        Assert.Contains(All(edit, "reach-stated-paths"), evaluation => evaluation.Problem.StartsWith("api can reach api on tcp 8000 (IPv4)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_WithoutTheOtherHalf_OpenNoPathButAreFound()
    {
        var edit = await StackEdit.Prod();
        edit.AddRule("half", ingress: true, edit.Id("SecurityGroup", "-service-api"), "referencedSecurityGroupId", edit.Id("SecurityGroup", "-alb"), 8000, 8000);

        Assert.Empty(All(edit, "reach-stated-paths"));
        Assert.Contains("half", Single(edit, "reach-stated-rules").Resource!.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_OutsideTheRouteTableOfASubnet_IsFound()
    {
        var edit = await StackEdit.Prod();
        var tables = edit.One("VpcEndpoint", "-prod-s3").Inputs.List("routeTableIds").Texts.Skip(1).Cast<object>().ToArray();
        edit.Set("VpcEndpoint", "-prod-s3", "routeTableIds", tables);

        Assert.Contains(All(edit, "reach-stated-flows-work"), evaluation => evaluation.Problem.Contains("is not in the route table of", StringComparison.Ordinal));
    }

    /// <summary>
    /// A hole in every form in which a rule can be declared, towards every kind of peer: the audit must name the rule, the
    /// peer and the traffic, and, where addresses outside are the peer, the path.
    /// </summary>
    [Theory]
    [MemberData(nameof(Holes))]
    public async Task Hole_InAnyFormOfRuleAndTowardsAnyPeer_IsShown(RuleForm form, RulePeer peer, bool ingress)
    {
        var edit = await StackEdit.Prod();
        var (group, nodes) = ingress ? (edit.One("SecurityGroup", "-alb"), "alb") : (edit.One("SecurityGroup", "-service-api"), "api");
        var other = edit.Id("SecurityGroup", "-gateway");
        var (property, value) = peer switch
        {
            RulePeer.Ipv4 => ("cidrIpv4", "198.51.100.0/24"),
            RulePeer.Ipv6 => ("cidrIpv6", "2001:db8:7::/48"),
            RulePeer.PrefixList => ("prefixListId", "pl-0123456789abcdef0"),
            RulePeer.Group => ("referencedSecurityGroupId", other),
            _ => ("referencedSecurityGroupId", group.Id!),
        };
        switch (form)
        {
            case RuleForm.OfItsOwn:
                edit.AddRule("hole", ingress, group.Id!, property, value, 8443, 8443);
                break;
            case RuleForm.Combined:
                edit.Add(
                    "aws:ec2/securityGroupRule:SecurityGroupRule", "hole",
                    [("type", ingress ? "ingress" : "egress"), ("securityGroupId", group.Id), ("protocol", "tcp"), ("fromPort", 8443), ("toPort", 8443), .. Listed(peer, value, "sourceSecurityGroupId")]);
                break;
            default:
                edit.Set("SecurityGroup", group.Name, ingress ? "ingress" : "egress", new object[]
                {
                    ((string, object?)[])[("protocol", "tcp"), ("fromPort", 8443), ("toPort", 8443), .. Listed(peer, value, null)],
                });
                break;
        }

        var rules = All(edit, "reach-stated-rules");
        Assert.True(
            rules.Exists(evaluation => evaluation.Problem.Contains($"{(ingress ? "ingress from" : "egress to")} {value}, tcp 8443) on {nodes} opens tcp 8443", StringComparison.Ordinal)),
            $"The hole ({form}, {peer}, {(ingress ? "ingress" : "egress")}) is not among the findings:\n{string.Join('\n', rules.Select(evaluation => evaluation.Problem))}");
        if (peer is not (RulePeer.Ipv4 or RulePeer.Ipv6)) return;
        var path = ingress ? $"{value} can reach alb on tcp 8443" : $"api can reach {value} on tcp 8443";
        Assert.True(
            All(edit, "reach-stated-paths").Exists(evaluation => evaluation.Problem.StartsWith($"{path} ({(peer == RulePeer.Ipv4 ? "IPv4" : "IPv6")})", StringComparison.Ordinal)),
            $"No finding says that {path}, which the hole ({form}, {peer}) opens.");
    }

    /// <summary>Both halves between two groups in every form: the path between them is open, and found.</summary>
    [Theory]
    [InlineData(RuleForm.OfItsOwn)]
    [InlineData(RuleForm.Combined)]
    [InlineData(RuleForm.Inside)]
    public async Task Halves_InAnyFormOfRule_OpenAPathThatIsFound(RuleForm form)
    {
        var edit = await StackEdit.Prod();
        var (balancer, service) = (edit.One("SecurityGroup", "-alb"), edit.One("SecurityGroup", "-service-api"));
        foreach (var (ingress, group, peer) in new[] { (false, balancer, service.Id!), (true, service, balancer.Id!) })
        {
            if (form == RuleForm.OfItsOwn)
                edit.AddRule($"half-{ingress}", ingress, group.Id!, "referencedSecurityGroupId", peer, 8000, 8000);
            else if (form == RuleForm.Combined)
                edit.Add("aws:ec2/securityGroupRule:SecurityGroupRule", $"half-{ingress}", ("type", ingress ? "ingress" : "egress"), ("securityGroupId", group.Id), ("protocol", "6"), ("fromPort", 8000), ("toPort", 8000), ("sourceSecurityGroupId", peer));
            else
                edit.Set("SecurityGroup", group.Name, ingress ? "ingress" : "egress", new object[] { new (string, object?)[] { ("protocol", "tcp"), ("fromPort", 8000), ("toPort", 8000), ("securityGroups", new object[] { peer }) } });
        }

        Assert.Contains(All(edit, "reach-stated-paths"), evaluation => evaluation.Problem.StartsWith("alb can reach api on tcp 8000", StringComparison.Ordinal));
    }

    /// <summary>A rule that says nothing of ports or protocols means all of them.</summary>
    [Theory]
    [InlineData("-1", null, "all traffic")]
    [InlineData("tcp", 0, "tcp ")]
    [InlineData("17", 0, "udp all ports")]
    [InlineData("icmp", -1, "icmp")]
    [InlineData("50", 0, "protocol 50")]
    public async Task Hole_OfAnyProtocol_IsShown(string protocol, int? from, string traffic)
    {
        var edit = await StackEdit.Prod();
        edit.Set("SecurityGroup", "-service-api", "ingress", new object[]
        {
            new (string, object?)[] { ("protocol", protocol), ("fromPort", from), ("toPort", from is 0 ? 65535 : from), ("self", true) },
        });

        Assert.Contains(All(edit, "reach-stated-rules"), evaluation => evaluation.Problem.Contains($"opens {traffic}", StringComparison.Ordinal));
    }

    private static (string, object?)[] Listed(RulePeer peer, string value, string? group) => peer switch
    {
        RulePeer.Ipv4 => [("cidrBlocks", new object[] { value })],
        RulePeer.Ipv6 => [("ipv6CidrBlocks", new object[] { value })],
        RulePeer.PrefixList => [("prefixListIds", new object[] { value })],
        RulePeer.Group => group is null ? [("securityGroups", new object[] { value })] : [(group, value)],
        _ => [("self", true)],
    };

    public enum RuleForm
    {
        OfItsOwn,
        Combined,
        Inside,
    }

    public enum RulePeer
    {
        Ipv4,
        Ipv6,
        PrefixList,
        Group,
        Itself,
    }

    public static TheoryData<RuleForm, RulePeer, bool> Holes =>
    [
        .. from form in Enum.GetValues<RuleForm>() from peer in Enum.GetValues<RulePeer>() from ingress in new[] { true, false } select (form, peer, ingress),
    ];

    [Fact]
    public async Task Matrix_EveryConfiguration_IsProved() => await StackMatrix.Holds((stack, settings) =>
    {
        var audited = new AuditedStack(stack, settings);
        return RuleCatalog.All
            .Where(rule => rule.Id.StartsWith("reach-", StringComparison.Ordinal))
            .SelectMany(rule => rule.Evaluate(audited).Where(evaluation => evaluation.Compliance == Compliance.NonCompliant), (rule, evaluation) => $"{rule.Id}: {evaluation.Problem}");
    });

    private static Evaluation Single(StackEdit edit, string id, string containing = "")
    {
        var found = All(edit, id).Where(evaluation => evaluation.Problem.Contains(containing, StringComparison.Ordinal)).ToList();
        Assert.True(found.Count == 1, $"{found.Count} findings of {id}:\n{string.Join('\n', found.Select(evaluation => evaluation.Problem))}");
        return found[0];
    }

    private static List<Evaluation> All(StackEdit edit, string id) =>
    [
        .. RuleCatalog.All.Single(rule => rule.Id == id).Evaluate(edit.Build())
            .Where(evaluation => evaluation.Compliance == Compliance.NonCompliant),
    ];
}
