using System.Collections.Immutable;
using Pulumi;
using SecureApi.Common;
using SecureApi.Configuration;
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
public static class AllowedConnections
{
    private const string Tcp = "tcp";
    private const string Udp = "udp";
    private const int Https = 443;
    private const int Http = 80;
    private const int Dns = 53;
    private const string DnsUdp = "dns-udp";
    private const string DnsTcp = "dns-tcp";
    private const string S3 = "s3";
    private const string ToEndpoints = "endpoints";
    private const string InternetIpv4 = "internet-ipv4";
    private const string InternetIpv6 = "internet-ipv6";

    /// <summary>The flows of a stack, in a stable order.</summary>
    /// <param name="settings">The stack's settings.</param>
    /// <param name="s3PrefixListId">S3's prefix list in the region.</param>
    public static ImmutableArray<Connection> For(StackConfig settings, Output<string> s3PrefixListId) =>
    [
        .. FromInternet(settings),
        ToTasks("alb-gateway", Peer.LoadBalancer, Peer.Gateway, settings.Gateway.Port, "Requests and health checks from the load balancer"),
        .. settings.Services.MapValues((name, service) => ToTasks(
            $"gateway-{name}", Peer.Gateway, Peer.Service(name), service.Port, $"Requests from the gateway to {name}")).Values,
        .. Tasks(settings).SelectMany(task => OutOf(task, settings, s3PrefixListId)),
    ];

    /// <summary>
    /// The port is a setting, and part of the name: another port is another rule. Pulumi makes it before the tasks that listen
    /// there, and deletes the old one after the last task that listened there.
    /// </summary>
    private static Connection ToTasks(string label, Peer source, Peer destination, int port, string purpose) =>
        new($"{label}-{port}", source, destination, Tcp, port, purpose);

    private static IEnumerable<Connection> FromInternet(StackConfig settings)
    {
        foreach (var cidr in settings.Edge.AllowedCidrs) foreach (var flow in Client(new Peer.Ipv4($"{cidr}"), $"{cidr}")) yield return flow;
        if (!settings.Network.Ipv6) yield break;
        foreach (var cidr in settings.Edge.AllowedIpv6Cidrs) foreach (var flow in Client(new Peer.Ipv6($"{cidr}"), $"{cidr}")) yield return flow;
    }

    private static IEnumerable<Connection> Client(Peer source, string cidr)
    {
        yield return new Connection($"internet-alb-https-{cidr}", source, Peer.LoadBalancer, Tcp, Https, "HTTPS from clients");
        yield return new Connection($"internet-alb-http-{cidr}", source, Peer.LoadBalancer, Tcp, Http, "HTTP from clients, only to be redirected");
    }

    private static IEnumerable<TaskPeer> Tasks(StackConfig settings)
    {
        // The gateway needs internet access only to reach AWS's APIs, where no endpoint does.
        var endpointsSuffice = VpcEndpoints.NeededByTasks.All(settings.Network.InterfaceEndpoints.Contains);
        yield return new TaskPeer("gateway", Peer.Gateway, NeedsInternet: !endpointsSuffice);
        foreach (var name in settings.Services.Keys) yield return new TaskPeer(name, Peer.Service(name), NeedsInternet: true);
    }

    private static IEnumerable<Connection> OutOf(TaskPeer task, StackConfig settings, Output<string> s3PrefixListId)
    {
        var resolver = new Peer.Ipv4($"{settings.Network.Cidr.ResolverAddress()}/32");
        yield return new Connection($"{task.Label}-{DnsUdp}", task.Peer, resolver, Udp, Dns, "Names, from the VPC's resolver");
        yield return new Connection($"{task.Label}-{DnsTcp}", task.Peer, resolver, Tcp, Dns, "Long answers from the VPC's resolver");
        yield return new Connection(
            $"{task.Label}-{S3}", task.Peer, new Peer.PrefixList(s3PrefixListId, "s3"), Tcp, Https,
            "Image layers, through the S3 gateway endpoint");
        if (!settings.Network.InterfaceEndpoints.IsEmpty)
            yield return new Connection($"{task.Label}-{ToEndpoints}", task.Peer, Peer.Endpoints, Tcp, Https, "AWS APIs, through interface endpoints");

        if (!task.NeedsInternet || settings.Network.NatGateways == NatGatewayMode.None) yield break;
        yield return new Connection($"{task.Label}-{InternetIpv4}", task.Peer, new Peer.Ipv4("0.0.0.0/0"), Tcp, Https, "HTTPS out, through NAT");
        if (settings.Network.Ipv6)
            yield return new Connection($"{task.Label}-{InternetIpv6}", task.Peer, new Peer.Ipv6("::/0"), Tcp, Https, "HTTPS out, through the egress-only gateway");
    }

    private sealed record TaskPeer(string Label, Peer Peer, bool NeedsInternet);
}

/// <summary>
/// A connection that the architecture allows, opened by <paramref name="Source"/>. Security groups are stateful: answers
/// need no flow of their own.
/// </summary>
/// <param name="Id">A short stable name, part of the rules' names; unique in a stack.</param>
/// <param name="Source">Who connects.</param>
/// <param name="Destination">Who is connected to.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
/// <param name="Port">The only port.</param>
/// <param name="Purpose">Why, as the rule's description shows it.</param>
public sealed record Connection(string Id, Peer Source, Peer Destination, string Protocol, int Port, string Purpose);

/// <summary>One end of a <see cref="Connection"/>: a security group of this stack, addresses, or an AWS prefix list.</summary>
public abstract record Peer
{
    private Peer()
    {
    }

    /// <summary>A security group of this stack, by its role: <c>alb</c>, <c>gateway</c>, <c>service-api</c>, <c>endpoints</c>.</summary>
    /// <param name="Role">The role, part of the group's name.</param>
    public sealed record Group(string Role) : Peer;

    /// <summary>An IPv4 block in CIDR notation.</summary>
    /// <param name="Cidr">Such as <c>0.0.0.0/0</c>.</param>
    public sealed record Ipv4(string Cidr) : Peer;

    /// <summary>An IPv6 block in CIDR notation.</summary>
    /// <param name="Cidr">Such as <c>::/0</c>.</param>
    public sealed record Ipv6(string Cidr) : Peer;

    /// <summary>The addresses of an AWS service behind a gateway endpoint.</summary>
    /// <param name="Id">The prefix list's id.</param>
    /// <param name="Label">What it stands for, such as <c>s3</c>.</param>
    public sealed record PrefixList(Output<string> Id, string Label) : Peer;

    /// <summary>The public side of the load balancer.</summary>
    public static Group LoadBalancer { get; } = new("alb");

    /// <summary>The Nginx tasks.</summary>
    public static Group Gateway { get; } = new("gateway");

    /// <summary>The interface endpoints.</summary>
    public static Group Endpoints { get; } = new("endpoints");

    /// <summary>The tasks of a service.</summary>
    /// <param name="name">The service's name.</param>
    public static Group Service(string name) => new($"service-{name}");
}
