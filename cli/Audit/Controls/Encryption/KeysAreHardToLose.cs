using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Encryption;

/// <summary>Deleting a key takes thirty days.</summary>
public sealed class KeysAreHardToLose() : ResourceControl("aws:kms/key:Key")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "kms-deletion-window",
        Title = "Deleting a key takes thirty days",
        Why = "What a deleted key encrypted is lost for ever: somebody must have the time to notice.",
        Document = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("KMS.3")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(
            resource, resource.Inputs.Number("deletionWindowInDays") is null or 30, "The key can be deleted in less than thirty days.", "deletionWindowInDays");
}
