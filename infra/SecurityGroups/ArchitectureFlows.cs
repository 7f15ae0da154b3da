using System.Collections.Immutable;
using Pulumi;
using SecureApi.Configuration;
using SecureApi.Naming;
using SecureApi.Network;

namespace SecureApi.SecurityGroups;

/// <summary>
/// Every connection of the architecture, and so every security group rule of the stack. What is not listed here is closed.
/// </summary>
/// <remarks>
/// Certificates, images, logs and secrets are fetched by the task's own network interface on Fargate, so the task's group
/// must let them through. Amazon's DNS resolver is not filtered by security groups; its flow states what the tasks use.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"/>
public static class ArchitectureFlows
{
    private const string Tcp = "tcp";
    private const string Udp = "udp";
    private const int Https = 443;
    private const int Http = 80;
    private const int Dns = 53;

    /// <summary>The flows of a stack, in a stable order.</summary>
    /// <param name="settings">The stack's settings.</param>
    /// <param name="s3PrefixListId">S3's prefix list in the region.</param>
    public static ImmutableArray<Flow> For(StackSettings settings, Output<string> s3PrefixListId) =>
    [
        .. FromInternet(settings),
        new Flow(
            "alb-gateway", Peer.LoadBalancer, Peer.Gateway, Tcp, settings.Gateway.Port,
            "Requests and health checks from the load balancer"),
        .. settings.Services.MapValues((name, service) => new Flow(
            $"gateway-{name}", Peer.Gateway, Peer.Service(name), Tcp, service.Port, $"Requests from the gateway to {name}")).Values,
        .. Tasks(settings).SelectMany(task => OutOf(task, settings, s3PrefixListId)),
    ];

    private static IEnumerable<Flow> FromInternet(StackSettings settings)
    {
        foreach (var cidr in settings.Edge.AllowedCidrs) foreach (var flow in Client(new Peer.Ipv4($"{cidr}"), $"{cidr}")) yield return flow;
        if (!settings.Network.Ipv6) yield break;
        foreach (var cidr in settings.Edge.AllowedIpv6Cidrs) foreach (var flow in Client(new Peer.Ipv6($"{cidr}"), $"{cidr}")) yield return flow;
    }

    private static IEnumerable<Flow> Client(Peer source, string cidr)
    {
        yield return new Flow($"internet-alb-https-{cidr}", source, Peer.LoadBalancer, Tcp, Https, "HTTPS from clients");
        yield return new Flow($"internet-alb-http-{cidr}", source, Peer.LoadBalancer, Tcp, Http, "HTTP from clients, only to be redirected");
    }

    private static IEnumerable<TaskPeer> Tasks(StackSettings settings)
    {
        // The gateway talks to nobody outside, so it needs a way out only when AWS's APIs are reachable in no other way.
        var endpointsSuffice = VpcEndpoints.NeededByTasks.All(settings.Network.InterfaceEndpoints.Contains);
        yield return new TaskPeer("gateway", Peer.Gateway, NeedsInternet: !endpointsSuffice);
        foreach (var name in settings.Services.Keys) yield return new TaskPeer(name, Peer.Service(name), NeedsInternet: true);
    }

    private static IEnumerable<Flow> OutOf(TaskPeer task, StackSettings settings, Output<string> s3PrefixListId)
    {
        var resolver = new Peer.Ipv4($"{settings.Network.Cidr.ResolverAddress}/32");
        yield return new Flow($"{task.Label}-dns-udp", task.Peer, resolver, Udp, Dns, "Names, from the VPC's resolver");
        yield return new Flow($"{task.Label}-dns-tcp", task.Peer, resolver, Tcp, Dns, "Long answers from the VPC's resolver");
        yield return new Flow(
            $"{task.Label}-s3", task.Peer, new Peer.PrefixList(s3PrefixListId, "s3"), Tcp, Https,
            "Image layers, through the S3 gateway endpoint");
        if (!settings.Network.InterfaceEndpoints.IsEmpty)
            yield return new Flow($"{task.Label}-endpoints", task.Peer, Peer.Endpoints, Tcp, Https, "AWS APIs, through interface endpoints");

        if (!task.NeedsInternet || settings.Network.NatGateways == NatGateways.None) yield break;
        yield return new Flow($"{task.Label}-internet-ipv4", task.Peer, new Peer.Ipv4("0.0.0.0/0"), Tcp, Https, "HTTPS out, through NAT");
        if (settings.Network.Ipv6)
            yield return new Flow($"{task.Label}-internet-ipv6", task.Peer, new Peer.Ipv6("::/0"), Tcp, Https, "HTTPS out, through the egress-only gateway");
    }

    private sealed record TaskPeer(string Label, Peer Peer, bool NeedsInternet);
}
