using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>What matters of logs, alarms and who hears of them.</summary>
internal static class ObservabilityFacts
{
    /// <summary>Adds the facts of <paramref name="resource"/>; false when its type is none of these.</summary>
    public static bool Add(FactList facts, RecordedResource resource)
    {
        var inputs = resource.Inputs;
        switch (resource.Type)
        {
            case "aws:cloudwatch/logGroup:LogGroup":
                facts.Add(inputs.Shown("name")).Add("", inputs.Number("retentionInDays"), " days").AddIf(inputs["kmsKeyId"] is not null, "own key");
                return true;
            case "aws:cloudwatch/metricAlarm:MetricAlarm":
                facts.Add(Metric(inputs)).Add(Comparison(inputs.Shown("comparisonOperator")), inputs.Shown("threshold"))
                    .AddCount(inputs.Number("evaluationPeriods"), "period", "periods");
                return true;
            case "aws:cloudwatch/dashboard:Dashboard":
                facts.Add(inputs.Shown("dashboardName")).AddCount((inputs.Json("dashboardBody") as RecordedMap)?.List("widgets").Count, "widget", "widgets");
                return true;
            case "aws:cloudwatch/queryDefinition:QueryDefinition":
                facts.Add(inputs.Shown("name"));
                return true;
            case "aws:cloudwatch/logMetricFilter:LogMetricFilter":
                facts.Add(inputs.Shown("pattern")).Add("as ", inputs.Map("metricTransformation").Shown("name"));
                return true;
            case "aws:sns/topic:Topic":
                facts.AddIf(inputs["kmsMasterKeyId"] is not null, "encrypted");
                return true;
            case "aws:sns/topicSubscription:TopicSubscription":
                facts.Add($"{inputs.Shown("protocol")} {inputs.Shown("endpoint")}");
                return true;
            case "aws:sns/topicPolicy:TopicPolicy":
                facts.AddCount((inputs.Json("policy") as RecordedMap)?.List("Statement").Count, "statement", "statements");
                return true;
            default:
                return false;
        }
    }

    private static string? Metric(RecordedMap alarm)
    {
        if (alarm.Shown("metricName") is { } name)
            return name;
        foreach (var query in alarm.List("metricQueries").Maps)
        {
            if (query.Boolean("returnData") is true)
                return query.Shown("label") ?? query.Shown("expression");
        }

        return null;
    }

    private static string Comparison(string? comparison) => comparison switch
    {
        "GreaterThanThreshold" => "> ",
        "GreaterThanOrEqualToThreshold" => ">= ",
        "LessThanThreshold" => "< ",
        "LessThanOrEqualToThreshold" => "<= ",
        _ => "against ",
    };
}
