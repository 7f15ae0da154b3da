using System.Collections.Immutable;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on certificates and Amazon Route 53.</summary>
internal static class CertificateRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "acm-renewal",
            Title = "Certificates renew themselves",
            Why = "A certificate that expires takes the API off the internet.",
            Document = "https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ACM.1"), Reference.Pci("4.2.1")],
            Evaluate = Each("aws:acm/certificate:Certificate", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Text("validationMethod") == "DNS", "The certificate is not renewed by DNS.", "validationMethod")),
        },
        new()
        {
            Id = "acm-key-strength",
            Title = "Keys of public certificates are strong",
            Why = "A weak key can be computed from the certificate.",
            Document = "https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("ACM.2"), Reference.Pci("4.2.1")],
            Evaluate = Each("aws:acm/certificate:Certificate", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Text("keyAlgorithm") is null or "RSA_2048" or "RSA_3072" or "RSA_4096" or "EC_prime256v1" or "EC_secp384r1" or "EC_secp521r1", "The key is too short.", "keyAlgorithm")),
        },
        new()
        {
            Id = "tls-key-strength",
            Title = "Keys of the private CA and its certificates are strong",
            Why = "A weak key can be computed from the certificate.",
            Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
            Severity = Severity.High,
            Evaluate = Each("tls:index/privateKey:PrivateKey", (resource, _) => Evaluation.Of(
                resource,
                resource.Inputs.Text("algorithm") switch
                {
                    "ECDSA" => resource.Inputs.Text("ecdsaCurve") is "P256" or "P384" or "P521",
                    "RSA" => resource.Inputs.Number("rsaBits") is null or >= 2048,
                    "ED25519" => true,
                    _ => false,
                },
                "The key is too weak.",
                Evidence.Of(resource, "algorithm"), Evidence.Of(resource, "ecdsaCurve"))),
        },
        new()
        {
            Id = "route53-query-logging",
            Title = "Public hosted zones log queries",
            Why = "Without the log nobody sees who prepares an attack by asking for names.",
            Document = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("Route53.2"), Reference.Pci("10.4.2")],
            Evaluate = Each("aws:route53/zone:Zone", (resource, stack) => resource.Inputs.List("vpcs").Count > 0
                ? null
                : Evaluation.Of(resource, stack.Referring("aws:route53/queryLog:QueryLog", "zoneId", resource).Any(), "Queries are not logged.", new Evidence("query log", "none"))),
        },
    ];
}
