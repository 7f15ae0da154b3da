using System.Collections.Immutable;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>
/// Who can reach what: every path of the declared network, and how it compares with the flows that the architecture
/// states. Security groups are stateful, so a path is a connection in the direction in which it is opened.
/// </summary>
/// <remarks>
/// It is conservative: an interface may have any address of its subnets, and a way that exists from one subnet counts as a
/// path. A stated flow, on the other hand, must work from every subnet.
/// </remarks>
public sealed class ReachabilityProof
{
    private ReachabilityProof()
    {
    }

    /// <summary>Everything with interfaces in the VPC, in the order of declaration.</summary>
    public required ImmutableArray<NetworkNode> Nodes { get; init; }

    /// <summary>Every path.</summary>
    public required ImmutableArray<NetworkPath> Paths { get; init; }

    /// <summary>Every stated flow, and whether it works.</summary>
    public required ImmutableArray<FlowResult> Flows { get; init; }

    /// <summary>Every permission of every security group.</summary>
    public required ImmutableArray<GroupRule> Rules { get; init; }

    /// <summary>What the tasks of each service cannot reach although they need it.</summary>
    public required ImmutableArray<(NetworkNode Node, ImmutableArray<string> Needs, ImmutableArray<FlowProblem> Problems)> Needs { get; init; }

    /// <summary>Rules, or parts of rules, that no stated flow asks for.</summary>
    public required ImmutableArray<ExcessRule> Excess { get; init; }

    /// <summary>Computes the proof of a stack.</summary>
    /// <param name="stack">The stack.</param>
    public static ReachabilityProof Of(AuditedStack stack)
    {
        var network = new NetworkMap(stack);
        var rules = new GroupRules(stack);
        var nodes = new NodeFinder(stack, network).Find();
        var flows = new StatedFlows(stack, nodes);
        var routing = new Routing(network, stack);
        var paths = PathFinder.Find(stack, network, routing, rules, flows, nodes);
        var check = new FlowCheck(stack, network, routing, rules, paths);
        var needs = new TaskNeeds(stack, paths);
        return new ReachabilityProof
        {
            Nodes = nodes,
            Paths = paths,
            Flows = [.. flows.All.Select(check.Check)],
            Rules = [.. rules.All],
            Needs =
            [
                .. nodes.Where(node => node.Resource.Type == NodeFinder.Service)
                    .Select(node => (node, needs.Of(node).Select(need => need.Service).ToImmutableArray(), needs.Problems(node).ToImmutableArray())),
            ],
            Excess = [.. new RuleCheck(nodes, flows, rules).Find()],
        };
    }
}
