using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Certificates;

/// <summary>Certificates renew themselves.</summary>
public sealed class CertificatesRenewThemselves() : ResourceControl("aws:acm/certificate:Certificate")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "acm-renewal",
        Title = "Certificates renew themselves",
        Why = "A certificate that expires takes the API off the internet.",
        Document = "https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ACM.1"), Reference.Pci("4.2.1")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Text("validationMethod") == "DNS", "The certificate is not renewed by DNS.", "validationMethod");
}
