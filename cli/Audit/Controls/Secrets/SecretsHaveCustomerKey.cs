using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Secrets;

/// <summary>Secrets are encrypted with a customer managed key.</summary>
public sealed class SecretsHaveCustomerKey() : ResourceControl("aws:secretsmanager/secret:Secret")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "secret-customer-key",
        Title = "Secrets are encrypted with a customer managed key",
        Why = "Only a key of one's own can be restricted, watched and revoked.",
        Document = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var key = stack.Find(resource.Inputs.Text("kmsKeyId"));
        return Verdict.Of(resource, key is not null, "The secret is encrypted with a key of AWS.", new Evidence("kmsKeyId", key?.Name ?? "none of this stack"));
    }
}
