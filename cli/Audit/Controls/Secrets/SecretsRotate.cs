using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Secrets;

/// <summary>Secrets are rotated by a schedule.</summary>
public sealed class SecretsRotate() : ResourceControl("aws:secretsmanager/secret:Secret")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "secret-rotation",
        Title = "Secrets are rotated by a schedule",
        Why = "A secret that never changes is known to everybody who ever saw it.",
        Document = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("SecretsManager.1"), Reference.Fsbp("SecretsManager.4"), Reference.Pci("8.6.3"), Reference.Pci("8.3.9")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var rotation = stack.Referring("aws:secretsmanager/secretRotation:SecretRotation", "secretId", resource).FirstOrDefault();
        return Verdict.Of(resource, rotation is not null, "Secrets Manager does not rotate the secret.", new Evidence("rotation", rotation?.Name ?? "none"));
    }
}
