using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Certificates;

/// <summary>Keys of the private CA and its certificates are strong.</summary>
public sealed class PrivateKeysAreStrong() : ResourceControl("tls:index/privateKey:PrivateKey")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "tls-key-strength",
        Title = "Keys of the private CA and its certificates are strong",
        Why = "A weak key can be computed from the certificate.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
        Severity = Severity.High,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(
            resource,
            resource.Inputs.Text("algorithm") switch
            {
                "ECDSA" => resource.Inputs.Text("ecdsaCurve") is "P256" or "P384" or "P521",
                "RSA" => resource.Inputs.Number("rsaBits") is null or >= 2048,
                "ED25519" => true,
                _ => false,
            },
            "The key is too weak.",
            Evidence.Of(resource, "algorithm"), Evidence.Of(resource, "ecdsaCurve"));
}
