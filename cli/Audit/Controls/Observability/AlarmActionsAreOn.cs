using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Observability;

/// <summary>The actions of alarms are on.</summary>
public sealed class AlarmActionsAreOn() : ResourceControl("aws:cloudwatch/metricAlarm:MetricAlarm")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alarm-actions-enabled",
        Title = "The actions of alarms are on",
        Why = "An alarm whose actions are off tells nobody.",
        Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
        Severity = Severity.High,
        References = [Reference.SecurityHub("CloudWatch.17")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Boolean("actionsEnabled") is not false, "The alarm's actions are off.", "actionsEnabled");
}
