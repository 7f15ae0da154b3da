using SecureApi.Cli.Audit.Reachability;
using SecureApi.SecurityGroups;

namespace SecureApi.Cli.Audit.Controls.Reachability;

/// <summary>Nothing but what the internet may reach sits behind an internet gateway route.</summary>
public sealed class PrivateSubnetsStayPrivate : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "reach-private-routes",
        Title = "Nothing but what the internet may reach sits behind an internet gateway route",
        Why = "With a route to an internet gateway, one public address or one IPv6 address is enough to be reached from outside.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
        Severity = Severity.Critical,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var node in stack.Reachability.Nodes)
        {
            var isPublic = stack.Reachability.Flows.Any(flow => flow.Connection.Destination == node.Role && flow.Connection.Source is Peer.Ipv4 or Peer.Ipv6);
            if (isPublic) continue;
            var ways = node.Subnets
                .SelectMany(subnet => subnet.Routes.Where(route => route.Kind == RouteTargetKind.InternetGateway), (subnet, route) => (subnet, route))
                .ToList();
            if (ways.Count == 0)
                yield return Verdict.Of(node.Resource, met: true, "", new Evidence("subnets", string.Join(", ", node.Subnets)));
            foreach (var (subnet, route) in ways)
            {
                yield return Verdict.Of(
                    node.Resource,
                    met: false,
                    $"{node} is in {subnet}, whose route {route.Resource.Name} to {route.Destination} leads to the internet gateway {route.Target!.Name}.",
                    new Evidence("subnets", string.Join(", ", node.Subnets))) with
                { Related = [route.Resource, subnet.Resource, route.Target!] };
            }
        }
    }
}
