using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Observability;

/// <summary>Alarms tell somebody.</summary>
public sealed class AlarmsAct() : ResourceControl("aws:cloudwatch/metricAlarm:MetricAlarm")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alarm-has-actions",
        Title = "Alarms tell somebody",
        Why = "An alarm that nobody hears is a colour on a dashboard.",
        Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
        Severity = Severity.High,
        References = [Reference.SecurityHub("CloudWatch.15")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.List("alarmActions").Count > 0, "The alarm has no action.", new Evidence("alarmActions", string.Join(", ", resource.Inputs.List("alarmActions").Texts.Select(arn => stack.Find(arn)?.Name ?? arn))));
}
