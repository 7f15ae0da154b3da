using SecureApi.SecurityGroups;

namespace SecureApi.Cli.Audit.Controls.Reachability;

/// <summary>Only what the internet may reach has a public address.</summary>
public sealed class PublicAddressesAreStated : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "reach-public-addresses",
        Title = "Only what the internet may reach has a public address",
        Why = "A public address makes a task a target by itself, whatever the rules say today.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html",
        Severity = Severity.Critical,
        References = [Reference.Fsbp("ECS.2"), Reference.Pci("1.4.4")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Reachability.Nodes.Select(node => Verdict.Of(
            node.Resource,
            !node.HasPublicIpv4 || stack.Reachability.Flows.Any(flow => flow.Connection.Destination == node.Role && flow.Connection.Source is Peer.Ipv4 or Peer.Ipv6),
            $"{node} has public IPv4 addresses, and no stated flow lets the internet reach it.",
            new Evidence("public IPv4 address", node.HasPublicIpv4 ? "yes" : "no")));
}
