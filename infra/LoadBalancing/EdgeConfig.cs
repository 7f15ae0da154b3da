using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Net;
using SecureApi.Configuration;
using SecureApi.Network;

namespace SecureApi.LoadBalancing;

/// <summary>The public side of the API: its name, its certificate and its load balancer.</summary>
public sealed record EdgeConfig
{
    /// <summary>What AWS recommends: TLS 1.3 and 1.2, forward secrecy, authenticated encryption, post-quantum key exchange.</summary>
    private const string RecommendedTlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html
    private const string CertificateArnPattern =
        "arn:[^:]*:acm:[^:]*:[0-9]{12}:certificate/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    // Reserved by RFC 2606 and RFC 6761: no certificate can be issued for such a name, and no mail delivered.
    private static readonly string[] ExampleDomains = ["example.com", "example.org", "example.net", "example", "invalid", "test"];

    /// <summary>The API's public host name.</summary>
    [Setting(Example = "api.example.com"), RegularExpression(Patterns.DomainName, ErrorMessage = Patterns.DomainNameRule)]
    public required string Domain { get; init; }

    /// <summary>The public Route 53 zone of the domain: the stack then makes the certificate and the alias records. Exactly one of this and <c>certificateArn</c>.</summary>
    [Setting(Example = "Z0123456789ABCDEFGHIJ"), RegularExpression("Z[A-Z0-9]{1,31}", ErrorMessage = "a Route 53 hosted zone id: Z and up to 31 capital letters and digits, without /hostedzone/")]
    public string? HostedZoneId { get; init; }

    /// <summary>An ACM certificate of the stack's region, when DNS is kept elsewhere. Exactly one of this and <c>hostedZoneId</c>.</summary>
    [Setting(Example = "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"), RegularExpression(CertificateArnPattern, ErrorMessage = "the ARN of an ACM certificate: arn:<partition>:acm:<region>:<account>:certificate/<id>")]
    public string? CertificateArn { get; init; }

    /// <summary>IPv4 ranges that may reach the load balancer.</summary>
    /// <remarks>
    /// A security group takes 60 inbound rules for each of IPv4 and IPv6, and every range needs two (80 and 443).
    /// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
    /// </remarks>
    [Setting(Example = "[203.0.113.0/24]"), Length(0, 30)]
    public ImmutableArray<IPNetwork> AllowedCidrs { get; init; } = [Cidr.AnyIpv4];

    /// <summary>IPv6 ranges that may reach the load balancer when the network is dual stack.</summary>
    [Setting(Example = "[\"2001:db8::/32\"]"), Length(0, 30)]
    public ImmutableArray<IPNetwork> AllowedIpv6Cidrs { get; init; } = [Cidr.AnyIpv6];

    /// <summary>The load balancer's TLS policy: TLS 1.2 or newer with forward secrecy. Names with PQ add post-quantum key exchange.</summary>
    /// <remarks>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html</remarks>
    [Setting(Example = RecommendedTlsPolicy)]
    [AllowedValues(
        RecommendedTlsPolicy,
        "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-3-2021-06",
        "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
        ErrorMessage = "a policy with forward secrecy and at least TLS 1.2")]
    public string TlsPolicy { get; init; } = RecommendedTlsPolicy;

    /// <summary>Whether AWS refuses to delete the load balancer.</summary>
    [Setting(Example = "true")]
    public bool DeletionProtection { get; init; } = true;

    /// <summary>How long an idle connection stays open.</summary>
    /// <remarks>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html</remarks>
    [Setting(Unit = "seconds", Example = "60"), Range(1, 4000)]
    public int IdleTimeoutSeconds { get; init; } = 60;

    /// <summary>Access and connection logs.</summary>
    [Setting(Example = "{retentionDays: 90}")]
    public EdgeLogConfig Logs { get; init; } = new();

    /// <summary>True for a domain that is reserved for examples, or below one.</summary>
    /// <param name="domain">The domain, or an e-mail address of it.</param>
    public static bool IsExample(string domain)
    {
        var host = domain[(domain.LastIndexOf('@') + 1)..];
        return Array.Exists(ExampleDomains, example => string.Equals(host, example, StringComparison.OrdinalIgnoreCase) || host.EndsWith('.' + example, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Validates the rules on several values.</summary>
    internal void Validate(StackConfig stack, ConfigErrors errors)
    {
        CheckCertificate(stack.Region, errors);
        CheckLengthOfDomain(errors);
        CheckRanges(stack.Network.Ipv6, errors);
        CheckDeletionOfProduction(stack.Environment, errors);
    }

    /// <summary>A deployment has a domain and alarm addresses that are not reserved for examples.</summary>
    internal void CheckExampleNames(ImmutableArray<string> emails, ConfigErrors errors)
    {
        if (!errors.HasError("edge", "domain") && IsExample(Domain))
            errors.Add(["edge", "domain"], "a domain of your own: this one is reserved for examples", "domain: api.acme.dev");
        for (var i = 0; i < emails.Length; i++)
        {
            if (errors.HasError("alarms", "emails") || !IsExample(emails[i])) continue;
            errors.Add(["alarms", "emails", ConfigValue.Item(i)], "an address of your own: this one is reserved for examples", "emails: [oncall@acme.dev]");
        }
    }

    /// <summary>The certificate comes from one place: issued and validated in a hosted zone, or from ACM in the stack's own region.</summary>
    private void CheckCertificate(AwsRegion region, ConfigErrors errors)
    {
        if (errors.HasError("edge", "hostedZoneId") || errors.HasError("edge", "certificateArn")) return;
        if (HostedZoneId is null && CertificateArn is null)
        {
            errors.Add(["edge", "hostedZoneId"], "exactly one of hostedZoneId and certificateArn", "hostedZoneId: Z0123456789ABCDEFGHIJ");
        }
        else if (HostedZoneId is not null && CertificateArn is not null)
        {
            errors.Add(["edge", "certificateArn"], "exactly one of hostedZoneId and certificateArn: leave one out", $"hostedZoneId: {HostedZoneId}");
        }
        else if (CertificateArn?.StartsWith($"arn:{region.Partition}:acm:{region}:", StringComparison.Ordinal) == false && !errors.HasError("aws:region"))
        {
            errors.Add(
                ["edge", "certificateArn"],
                $"a certificate of the stack's region, {region}: a load balancer takes no other",
                $"certificateArn: arn:{region.Partition}:acm:{region}:123456789012:certificate/12345678-1234-1234-1234-123456789012");
        }
    }

    /// <summary>ACM takes a first name of at most 64 characters for a certificate; one that exists already may have more.</summary>
    /// <seealso href="https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"/>
    private void CheckLengthOfDomain(ConfigErrors errors)
    {
        const int Longest = 64;
        if (HostedZoneId is null || errors.HasError("edge", "domain") || Domain.Length <= Longest) return;
        errors.Add(["edge", "domain"], $"at most {Longest} characters, where ACM makes the certificate", "domain: api.example.com");
    }

    /// <summary>At least one range may call, and no range contains another: the inner one would have no effect.</summary>
    private void CheckRanges(bool dualStack, ConfigErrors errors)
    {
        if (errors.HasError("edge", "allowedCidrs") || errors.HasError("edge", "allowedIpv6Cidrs")) return;
        CheckRangesOf("allowedCidrs", AllowedCidrs, errors);
        CheckRangesOf("allowedIpv6Cidrs", AllowedIpv6Cidrs, errors);
        if (AllowedCidrs.IsEmpty && (AllowedIpv6Cidrs.IsEmpty || !dualStack))
            errors.Add(["edge", "allowedCidrs"], "at least one range: nobody could reach the load balancer", "allowedCidrs: [203.0.113.0/24]");
    }

    private static void CheckRangesOf(string key, ImmutableArray<IPNetwork> ranges, ConfigErrors errors)
    {
        for (var i = 0; i < ranges.Length; i++)
        {
            foreach (var outer in ranges.Where(range => range != ranges[i] && range.Contains(ranges[i])))
                errors.Add(["edge", key, ConfigValue.Item(i)], $"ranges that do not overlap: {outer} contains this one", $"{key}: [\"{outer}\"]");
        }
    }

    /// <summary>Production's load balancer is protected from deletion.</summary>
    private void CheckDeletionOfProduction(DeploymentEnvironment environment, ConfigErrors errors)
    {
        if (environment != DeploymentEnvironment.Prod || errors.HasError("edge") || DeletionProtection) return;
        errors.Add(["edge", "deletionProtection"], "true in production: its deletion would cut every client off", "deletionProtection: true");
    }
}

/// <summary>The load balancer's access and connection logs, kept in S3.</summary>
public sealed record EdgeLogConfig
{
    /// <summary>Whether requests and connections are recorded.</summary>
    [Setting(Example = "true")]
    public bool Enabled { get; init; } = true;

    /// <summary>How long S3 keeps the records.</summary>
    [Setting(Unit = "days", Example = "90"), Range(1, 3650)]
    public int RetentionDays { get; init; } = 90;
}
