using System.Globalization;
using System.Text;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Writes <c>docs/alarms.md</c> from a stack: its alarms, and what they tell in the rehearsal.</summary>
public static class AlarmsDocument
{
    /// <summary>The document's text.</summary>
    /// <param name="stack">The production stack.</param>
    public static string Render(AuditedStack stack)
    {
        var text = new StringBuilder();
        text.Append("# Alarms\n\n<!-- Generated from the production stack and cli/Audit/Alarms. Do not edit: ACCEPT=1 dotnet test renews it. -->\n\n");
        text.Append("## Who tells of what\n\n`dotnet run --project cli -- audit` rehearses the alarms of a stack: it evaluates them, as declared, the way AWS documents it, on what ");
        text.Append("the services report in each of these scenarios. A scenario that nobody tells of in time, and an alarm that fires without a cause, are findings of the rule ");
        text.Append("`outages-noticed`. The minutes are the periods that an alarm needs; metrics arrive a minute or two later.\n\n");
        text.Append(OutageTable.Markdown(stack.Outages, "###"));
        var alarms = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").ToList();
        text.Append(null, $"## The alarms of the production stack\n\n{alarms.Count} alarms on {alarms.Sum(Metrics)} metrics. CloudWatch bills an alarm by its metrics, a composite alarm as such, and each metric made ");
        text.Append("from the log: about 0.10, 0.50 and 0.30 US dollars a month ([prices](https://aws.amazon.com/cloudwatch/pricing/)). A service more brings six alarms on eight metrics, and two metrics of the log.\n\n");
        text.Append("| Alarm | Fires at | In | Without data | Metrics |\n| --- | --- | --- | --- | --- |\n");
        var prefix = new ResourceNames(stack.Recorded.Project, stack.Recorded.Name).Alarm("");
        foreach (var alarm in alarms.OrderBy(alarm => alarm.Inputs.Text("name"), StringComparer.Ordinal)) Row(text, alarm.Inputs, prefix, Metrics(alarm));
        return text.ToString();
    }

    private static void Row(StringBuilder text, RecordedMap alarm, string prefix, int metrics)
    {
        var period = alarm.Number("period") ?? alarm.List("metricQueries").Maps.Select(query => query.Map("metric").Number("period")).First(seconds => seconds is not null);
        var sign = alarm.Text("comparisonOperator")!.StartsWith("Less", StringComparison.Ordinal) ? "≤" : "≥";
        text.Append(null, $"| `{alarm.Text("name")![prefix.Length..]}` | {sign} {alarm.Number("threshold")!.Value.ToString(CultureInfo.InvariantCulture)} ");
        text.Append(null, $"| {alarm.Number("datapointsToAlarm")} of {alarm.Number("evaluationPeriods")} × {period / 60} min | {alarm.Text("treatMissingData")} | {metrics} |\n");
    }

    private static int Metrics(RecordedResource alarm) => Math.Max(1, alarm.Inputs.List("metricQueries").Maps.Count(query => query["metric"] is not null));
}
