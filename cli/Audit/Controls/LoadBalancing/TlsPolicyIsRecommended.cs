using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>HTTPS listeners use a TLS policy that AWS recommends.</summary>
public sealed class TlsPolicyIsRecommended() : ResourceControl("aws:lb/listener:Listener")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "listener-tls-policy",
        Title = "HTTPS listeners use a TLS policy that AWS recommends",
        Why = "Older policies allow TLS versions and ciphers that are broken or have no forward secrecy.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.17")],
    };

    // https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17
    private static readonly string[] Recommended =
    [
        "ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
    ];

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) => resource.Inputs.Text("protocol") is not ("HTTPS" or "TLS")
        ? null
        : Verdict.Of(resource, Recommended.Contains(resource.Inputs.Text("sslPolicy")), "The listener's TLS policy is none that AWS recommends.", "sslPolicy");
}
