using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Certificates;

/// <summary>Keys of public certificates are strong.</summary>
public sealed class CertificateKeysAreStrong() : ResourceControl("aws:acm/certificate:Certificate")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "acm-key-strength",
        Title = "Keys of public certificates are strong",
        Why = "A weak key can be computed from the certificate.",
        Document = "https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("ACM.2"), Reference.Pci("4.2.1")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Text("keyAlgorithm") is null or "RSA_2048" or "RSA_3072" or "RSA_4096" or "EC_prime256v1" or "EC_secp384r1" or "EC_secp521r1", "The key is too short.", "keyAlgorithm");
}
