using SecureApi.Configuration;

namespace SecureApi.LoadBalancing;

/// <summary>
/// A security policy of the load balancer that allows nothing older than TLS 1.2 and no cipher without forward
/// secrecy. The names with PQ add post-quantum key exchange.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html</remarks>
public sealed class TlsPolicyAttribute : TextRuleAttribute
{
    /// <summary>What AWS recommends: TLS 1.3 and 1.2, forward secrecy, authenticated encryption, post-quantum key exchange.</summary>
    public const string Recommended = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

    private static readonly string[] Names =
    [
        Recommended,
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
    ];

    /// <inheritdoc/>
    public override string Rule => $"a policy with forward secrecy and at least TLS 1.2: {string.Join(", ", Names)}";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) => Array.IndexOf(Names, text) >= 0;
}
