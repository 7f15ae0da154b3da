using Pulumi;

namespace SecureApi.SecurityGroups;

/// <summary>One end of a <see cref="Flow"/>: a security group of this stack, addresses, or an AWS prefix list.</summary>
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
