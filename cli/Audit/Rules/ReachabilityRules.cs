using System.Collections.Immutable;
using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Preview.Recording;
using SecureApi.SecurityGroups;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on who can reach what.</summary>
internal static class ReachabilityRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "reach-stated-paths",
            Title = "Every path of the network is one that the architecture states",
            Why = "A path that nobody stated is a path that nobody defends.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            Severity = Severity.Critical,
            Evaluate = StatedPaths,
        },
        new()
        {
            Id = "reach-stated-flows-work",
            Title = "Every flow that the architecture states can carry traffic",
            Why = "A statement that the network contradicts is an error of one of them: a missing rule, route, endpoint or name stops the API.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
            Severity = Severity.High,
            Evaluate = StatedFlowsWork,
        },
        new()
        {
            Id = "reach-stated-rules",
            Title = "Every security group rule belongs to a stated flow",
            Why = "A rule wider than its purpose waits for the route that makes it a hole.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            Severity = Severity.High,
            Evaluate = StatedRules,
        },
        new()
        {
            Id = "reach-private-routes",
            Title = "Nothing but what the internet may reach sits behind an internet gateway route",
            Why = "With a route to an internet gateway, one public address or one IPv6 address is enough to be reached from outside.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
            Severity = Severity.Critical,
            Evaluate = PrivateRoutes,
        },
        new()
        {
            Id = "reach-public-addresses",
            Title = "Only what the internet may reach has a public address",
            Why = "A public address makes a task a target by itself, whatever the rules say today.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html",
            Severity = Severity.Critical,
            References = [Reference.Fsbp("ECS.2"), Reference.Pci("1.4.4")],
            Evaluate = stack => stack.Reachability.Nodes.Select(node => Evaluation.Of(
                node.Resource,
                !node.HasPublicIpv4 || stack.Reachability.Flows.Any(flow => flow.Connection.Destination == node.Role && flow.Connection.Source is Peer.Ipv4 or Peer.Ipv6),
                $"{node} has public IPv4 addresses, and no stated flow lets the internet reach it.",
                new Evidence("public IPv4 address", node.HasPublicIpv4 ? "yes" : "no"))),
        },
        new()
        {
            Id = "reach-task-needs",
            Title = "Tasks reach the AWS APIs that they need to start",
            Why = "A task that cannot pull its image, read its secrets or write its logs does not start, and says little about why.",
            Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
            Severity = Severity.High,
            Evaluate = TaskNeeds,
        },
        new()
        {
            Id = "reach-understood",
            Title = "The reachability proof understands every network resource",
            Why = "A proof that overlooks a peering, a network ACL or a transit gateway proves nothing.",
            Document = "https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html",
            Severity = Severity.High,
            Evaluate = Understood,
        },
    ];

    private static IEnumerable<Evaluation> StatedPaths(AuditedStack stack)
    {
        var proof = stack.Reachability;
        foreach (var node in proof.Nodes)
        {
            var paths = proof.Paths.Where(path => Subject(path) == node).ToList();
            var unstated = paths.Where(path => path.Standing == PathStanding.Unstated).ToList();
            if (unstated.Count == 0)
                yield return Evaluation.Of(node.Resource, compliant: true, "", new Evidence("paths", $"{paths.Count}, all stated"));
            foreach (var path in unstated)
            {
                yield return Evaluation.Of(
                    node.Resource,
                    compliant: false,
                    $"{path.Source} can reach {path.Destination} on {path.Traffic} ({AddressBlocks.NameOf(path.Family)}), and no stated flow asks for it. "
                        + $"On the path: {string.Join(", ", path.Through.Select(resource => resource.Name))}.",
                    new Evidence("path", path.ToString())) with
                { Related = path.Through };
            }
        }
    }

    // A path into the VPC is reported for its destination, every other one for its source.
    private static NetworkNode? Subject(NetworkPath path) => path.Destination.Node ?? path.Source.Node;

    private static IEnumerable<Evaluation> StatedFlowsWork(AuditedStack stack)
    {
        foreach (var flow in stack.Reachability.Flows)
        {
            var evidence = new Evidence($"flow {flow.Connection.Id}", $"{FlowResult.Label(flow.Connection.Source)} -> {FlowResult.Label(flow.Connection.Destination)}, {flow.Connection.Protocol} {flow.Connection.Port}: {flow.State}");
            if (flow.State != FlowState.Broken)
                yield return new Evaluation { Compliance = Compliance.Compliant, Resource = null, Evidence = [evidence] };
            foreach (var problem in flow.Problems)
            {
                yield return new Evaluation
                {
                    Compliance = Compliance.NonCompliant,
                    Resource = problem.Resources.FirstOrDefault(),
                    Problem = $"The flow {flow.Connection.Id} cannot work. {problem.Text}",
                    Evidence = [evidence],
                    Related = [.. problem.Resources.Skip(1)],
                };
            }
        }
    }

    private static IEnumerable<Evaluation> StatedRules(AuditedStack stack)
    {
        var excess = stack.Reachability.Excess.ToLookup(rule => rule.Rule);
        foreach (var rule in stack.Reachability.Rules)
        {
            var found = excess[rule].ToList();
            if (found.Count == 0) yield return Evaluation.Of(rule.Resource, compliant: true, "", new Evidence("rule", rule.ToString()));
            foreach (var one in found)
            {
                var where = one.Nodes.IsEmpty ? "an unused group" : string.Join(", ", one.Nodes.Select(node => node.Label));
                yield return Evaluation.Of(
                    rule.Resource,
                    compliant: false,
                    $"The rule ({rule}) on {where} opens {string.Join(", ", one.Excess)} without a stated flow.",
                    new Evidence("rule", rule.ToString())) with
                { Related = [.. one.Nodes.Select(node => node.Resource)] };
            }
        }
    }

    private static IEnumerable<Evaluation> PrivateRoutes(AuditedStack stack)
    {
        foreach (var node in stack.Reachability.Nodes)
        {
            var isPublic = stack.Reachability.Flows.Any(flow => flow.Connection.Destination == node.Role && flow.Connection.Source is Peer.Ipv4 or Peer.Ipv6);
            if (isPublic) continue;
            var ways = node.Subnets
                .SelectMany(subnet => subnet.Routes.Where(route => route.Kind == RouteTargetKind.InternetGateway), (subnet, route) => (subnet, route))
                .ToList();
            if (ways.Count == 0)
                yield return Evaluation.Of(node.Resource, compliant: true, "", new Evidence("subnets", string.Join(", ", node.Subnets)));
            foreach (var (subnet, route) in ways)
            {
                yield return Evaluation.Of(
                    node.Resource,
                    compliant: false,
                    $"{node} is in {subnet}, whose route {route.Resource.Name} to {route.Destination} leads to the internet gateway {route.Target!.Name}.",
                    new Evidence("subnets", string.Join(", ", node.Subnets))) with
                { Related = [route.Resource, subnet.Resource, route.Target!] };
            }
        }
    }

    private static IEnumerable<Evaluation> TaskNeeds(AuditedStack stack)
    {
        foreach (var (node, needs, problems) in stack.Reachability.Needs)
        {
            var evidence = new Evidence("needs", string.Join(", ", needs.Prepend("dns")));
            if (problems.IsEmpty) yield return Evaluation.Of(node.Resource, compliant: true, "", evidence);
            foreach (var problem in problems)
                yield return Evaluation.Of(node.Resource, compliant: false, problem.Text, evidence) with { Related = [.. problem.Resources.Skip(1)] };
        }
    }

    private static IEnumerable<Evaluation> Understood(AuditedStack stack)
    {
        foreach (var resource in stack.Recorded.Resources.Where(IsNetwork))
        {
            var known = Known.Contains(resource.Type[(resource.Type.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            yield return Evaluation.Of(resource, known, $"The proof does not know resources of the type {resource.Type}.", new Evidence("type", resource.Type));
        }

        foreach (var route in stack.Reachability.Nodes.SelectMany(node => node.Subnets).SelectMany(subnet => subnet.Routes).Distinct())
        {
            if (route.Kind == RouteTargetKind.Unknown)
                yield return Evaluation.Of(route.Resource, compliant: false, $"The route {route.Resource.Name} leads to something that the proof does not know.", new Evidence("destination", $"{route.Destination}"));
        }

        foreach (var rule in stack.Reachability.Rules.Where(rule => rule is { PeerBlock: null, PeerGroupId: null, PeerPrefixListId: null }))
            yield return Evaluation.Of(rule.Resource, compliant: false, "The rule names no peer that the proof can read.", new Evidence("rule", rule.ToString()));
    }

    private static readonly string[] NetworkModules =
    [
        "aws:ec2/", "aws:vpc/", "aws:ec2transitgateway/", "aws:networkfirewall/", "aws:networkmanager/", "aws:vpclattice/",
        "aws:globalaccelerator/", "aws:directconnect/", "aws:ec2clientvpn/",
    ];

    private static readonly string[] Known =
    [
        "vpc:Vpc", "subnet:Subnet", "internetGateway:InternetGateway", "internetGatewayAttachment:InternetGatewayAttachment",
        "egressOnlyInternetGateway:EgressOnlyInternetGateway", "eip:Eip", "natGateway:NatGateway", "routeTable:RouteTable", "route:Route",
        "routeTableAssociation:RouteTableAssociation", "mainRouteTableAssociation:MainRouteTableAssociation",
        "defaultRouteTable:DefaultRouteTable", "securityGroup:SecurityGroup", "defaultSecurityGroup:DefaultSecurityGroup",
        "securityGroupRule:SecurityGroupRule", "securityGroupIngressRule:SecurityGroupIngressRule",
        "securityGroupEgressRule:SecurityGroupEgressRule", "vpcEndpoint:VpcEndpoint", "flowLog:FlowLog",
    ];

    private static bool IsNetwork(RecordedResource resource) =>
        Array.Exists(NetworkModules, module => resource.Type.StartsWith(module, StringComparison.Ordinal));
}
