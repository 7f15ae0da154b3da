using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Observability;

/// <summary>Log groups are encrypted with a customer managed key.</summary>
public sealed class LogsHaveCustomerKey() : ResourceControl("aws:cloudwatch/logGroup:LogGroup")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "log-customer-key",
        Title = "Log groups are encrypted with a customer managed key",
        Why = "Logs hold addresses, paths and errors; only a key of one's own can be revoked.",
        Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var key = stack.Find(resource.Inputs.Text("kmsKeyId"));
        return Verdict.Of(resource, key is not null, "The log is encrypted with a key of AWS.", new Evidence("kmsKeyId", key?.Name ?? "none of this stack"));
    }
}
