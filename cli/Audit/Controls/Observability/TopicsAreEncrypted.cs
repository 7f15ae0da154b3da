using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Observability;

/// <summary>Topics are encrypted with a customer managed key.</summary>
public sealed class TopicsAreEncrypted() : ResourceControl("aws:sns/topic:Topic")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "sns-encrypted",
        Title = "Topics are encrypted with a customer managed key",
        Why = "Messages wait on disks for their receivers.",
        Document = "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
        Severity = Severity.Medium,
        References = [Reference.SecurityHub("SNS.1")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var key = stack.Find(resource.Inputs.Text("kmsMasterKeyId"));
        return Verdict.Of(resource, key is not null, "The topic is not encrypted with a key of this stack.", new Evidence("kmsMasterKeyId", key?.Name ?? "none of this stack"));
    }
}
