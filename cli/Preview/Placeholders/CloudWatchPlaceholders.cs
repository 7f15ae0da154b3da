namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>CloudWatch and CloudWatch Logs.</summary>
internal static class CloudWatchPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:cloudwatch/logGroup:LogGroup":
                p.Id = p.Name();
                p.Set("arn", p.Account.Arn("logs", $"log-group:{p.Id}")).Default("logGroupClass", "STANDARD");
                break;
            case "aws:cloudwatch/metricAlarm:MetricAlarm":
                p.Id = p.Name();
                p.Set("arn", p.Account.Arn("cloudwatch", $"alarm:{p.Id}"));
                break;
            case "aws:cloudwatch/compositeAlarm:CompositeAlarm":
                p.Id = p.Name("alarmName");
                p.Set("arn", p.Account.Arn("cloudwatch", $"alarm:{p.Id}"));
                break;
            case "aws:cloudwatch/dashboard:Dashboard":
                p.Id = p.Name("dashboardName");
                p.Set("dashboardArn", p.Account.GlobalArn("cloudwatch", $"dashboard/{p.Id}"));
                break;
            case "aws:cloudwatch/queryDefinition:QueryDefinition":
                p.Name();
                p.Id = p.Uuid();
                p.Set("queryDefinitionId", p.Id).Set("arn", p.Account.Arn("logs", $"query-definition:{p.Id}"));
                break;
            case "aws:cloudwatch/logMetricFilter:LogMetricFilter":
                p.Id = p.Name();
                break;
            case "aws:cloudwatch/logResourcePolicy:LogResourcePolicy":
                p.Id = p["policyName"];
                break;
        }
    }
}
