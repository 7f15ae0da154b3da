using System.Collections.Immutable;
using SecureApi.Configuration;
using SecureApi.Network;

namespace SecureApi.LoadBalancing;

/// <summary>The public side of the API: its name, its certificate and its load balancer.</summary>
public sealed record EdgeConfig
{
    /// <summary>The API's public host name.</summary>
    [Setting(Example = "api.example.com"), DomainName]
    public required string Domain { get; init; }

    /// <summary>The public Route 53 zone of the domain: the stack then makes the certificate and the alias records. Exactly one of this and <c>certificateArn</c>.</summary>
    [Setting(Example = "Z0123456789ABCDEFGHIJ"), HostedZoneId]
    public string? HostedZoneId { get; init; }

    /// <summary>An ACM certificate of the stack's region, when DNS is kept elsewhere. Exactly one of this and <c>hostedZoneId</c>.</summary>
    [Setting(Example = "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"), CertificateArn]
    public string? CertificateArn { get; init; }

    /// <summary>IPv4 ranges that may reach the load balancer.</summary>
    /// <remarks>
    /// A security group takes 60 inbound rules for each of IPv4 and IPv6, and every range needs two (80 and 443).
    /// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
    /// </remarks>
    [Setting(Max = 30, Example = "[203.0.113.0/24]")]
    public ImmutableArray<Cidr4> AllowedCidrs { get; init; } = [Cidr4.Any];

    /// <summary>IPv6 ranges that may reach the load balancer when the network is dual stack.</summary>
    [Setting(Max = 30, Example = "[\"2001:db8::/32\"]")]
    public ImmutableArray<Cidr6> AllowedIpv6Cidrs { get; init; } = [Cidr6.Any];

    /// <summary>The load balancer's TLS policy: TLS 1.2 or newer with forward secrecy.</summary>
    [Setting(Example = TlsPolicyAttribute.Recommended), TlsPolicy]
    public string TlsPolicy { get; init; } = TlsPolicyAttribute.Recommended;

    /// <summary>Whether AWS refuses to delete the load balancer.</summary>
    [Setting(Example = "true")]
    public bool DeletionProtection { get; init; } = true;

    /// <summary>How long an idle connection stays open.</summary>
    /// <remarks>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html</remarks>
    [Setting(Min = 1, Max = 4000, Unit = "seconds", Example = "60")]
    public int IdleTimeoutSeconds { get; init; } = 60;

    /// <summary>Access and connection logs.</summary>
    [Setting(Example = "{retentionDays: 90}")]
    public EdgeLogConfig Logs { get; init; } = new();
}
