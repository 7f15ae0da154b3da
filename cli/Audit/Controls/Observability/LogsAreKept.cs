using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Observability;

/// <summary>Log groups keep their logs for a year.</summary>
public sealed class LogsAreKept() : ResourceControl("aws:cloudwatch/logGroup:LogGroup")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "log-retention",
        Title = "Log groups keep their logs for a year",
        Why = "An intrusion is often found months later. A group without a retention, on the other hand, keeps and costs for ever.",
        Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
        Severity = Severity.Medium,
        References = [Reference.SecurityHub("CloudWatch.16")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Number("retentionInDays") is >= 365, "The log is kept for less than 365 days, or without a limit.", "retentionInDays");
}
