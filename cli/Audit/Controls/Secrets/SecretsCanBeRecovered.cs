using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Secrets;

/// <summary>Deleted secrets can be recovered.</summary>
public sealed class SecretsCanBeRecovered() : ResourceControl("aws:secretsmanager/secret:Secret")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "secret-recovery",
        Title = "Deleted secrets can be recovered",
        Why = "A secret that was deleted by mistake stops every task that needs it.",
        Document = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
        Severity = Severity.Low,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Number("recoveryWindowInDays") is null or >= 7, "A deleted secret is gone at once.", "recoveryWindowInDays");
}
