using System.Text.Json;
using System.Text.RegularExpressions;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.CloudWatch;

/// <summary>
/// Every alarm of every configuration: on metrics that somebody publishes, within CloudWatch's limits. What it is for is in the
/// rehearsal (tests/Cli/Audit/Alarms).
/// </summary>
public sealed class AlarmDeclarationTests
{
    private const string Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

    /// <summary>CloudWatch's limits for an alarm.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"/>
    [Fact]
    public Task Alarms_InEveryConfiguration_KeepCloudWatchsLimits() => StackMatrix.Holds((stack, settings) => stack.OfType(Alarm).SelectMany(alarm => Limits(alarm.Inputs).Select(fault => $"{Subject(alarm, settings)}: {fault}")));

    [Theory]
    [InlineData(61, 1, 1, "is none of 10, 20, 30")]
    [InlineData(60, 1441, 1, "longer than a day")]
    [InlineData(3600, 169, 1, "longer than seven days")]
    [InlineData(60, 3, 4, "4 datapoints of 3")]
    [InlineData(60, 3, 0, "0 datapoints of 3")]
    public void Limits_BeyondCloudWatchs_AreFaults(int period, int periods, int datapoints, string fault) => Assert.Contains(Limits(Map(
        ("metricName", new RecordedText("RequestCount")), ("period", new RecordedNumber(period)), ("evaluationPeriods", new RecordedNumber(periods)),
        ("datapointsToAlarm", new RecordedNumber(datapoints)), ("statistic", new RecordedText("Sum")))), found => found.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public Task Alarms_InEveryConfiguration_WatchMetricsThatSomebodyPublishes() => StackMatrix.Holds((stack, settings) =>
        stack.OfType(Alarm).SelectMany(alarm => Metrics(alarm.Inputs).Select(metric => (Subject(alarm, settings), metric)))
            .SelectMany(pair => Unpublished(pair.metric, stack).Select(fault => $"{pair.Item1}: {fault}")));

    [Fact]
    public Task Dashboard_InEveryConfiguration_DrawsMetricsThatSomebodyPublishes() => StackMatrix.Holds((stack, _) =>
    {
        using var body = JsonDocument.Parse(stack.OfType("aws:cloudwatch/dashboard:Dashboard").Single().Inputs.Text("dashboardBody")!);
        return [.. body.RootElement.GetProperty("widgets").EnumerateArray().Where(widget => widget.GetProperty("type").GetString() == "metric")
            .SelectMany(widget => widget.GetProperty("properties").GetProperty("metrics").EnumerateArray())
            .SelectMany(series =>
            {
                var items = series.EnumerateArray().ToList();
                var texts = items[..^1].ConvertAll(item => item.GetString()!);
                var dimensions = texts[2..].Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
                return Unpublished((texts[0], texts[1], dimensions, items[^1].GetProperty("stat").GetString()!), stack);
            }).Select(fault => $"dashboard: {fault}")];
    });

    private static IEnumerable<string> Limits(RecordedMap alarm)
    {
        var periods = alarm.Number("evaluationPeriods") ?? 0;
        var datapoints = alarm.Number("datapointsToAlarm") ?? periods;
        if (periods < 1) yield return "looks at no period";
        if (datapoints < 1 || datapoints > periods) yield return $"waits for {datapoints} datapoints of {periods}";
        foreach (var period in Periods(alarm))
        {
            if (period is not (10 or 20 or 30) && (period < 60 || period % 60 != 0)) yield return $"the period of {period} s is none of 10, 20, 30 and the multiples of 60";
            if (period < 3600 && period * periods > 86_400) yield return $"{periods} periods of {period} s are longer than a day";
            if (period * periods > 604_800) yield return $"{periods} periods of {period} s are longer than seven days";
        }

        var queries = alarm.List("metricQueries").Maps.ToList();
        if (queries.Count > 10) yield return "combines more than ten metrics";
        if (Periods(alarm).Distinct().Count() != 1) yield return "combines metrics of different periods";
        foreach (var query in queries)
        {
            if (query.Text("id") is not { } id || !Regex.IsMatch(id, "^[a-z][a-zA-Z0-9_]*$")) yield return $"the id {query.Text("id")} must begin with a lower-case letter";
            if ((query["metric"] is null) == (query.Text("expression") is null)) yield return $"{query.Text("id")} is neither a metric nor an expression";
            if (query.Text("expression") is { Length: > 2048 }) yield return "the expression is longer than 2,048 characters";
        }
    }

    private static IEnumerable<string> Unpublished((string Namespace, string Name, Dictionary<string, string> Dimensions, string Statistic) metric, RecordedStack stack)
    {
        var (source, name, dimensions, statistic) = metric;
        var key = string.Join(',', dimensions.Keys.Order(StringComparer.Ordinal));
        if (source.StartsWith("AWS/", StringComparison.Ordinal) || source.StartsWith("ECS/", StringComparison.Ordinal))
        {
            if (!AwsMetrics.Published.TryGetValue((source, name), out var known))
            {
                yield return $"no AWS service publishes {source} {name}";
                yield break;
            }

            if (!known.Dimensions.Contains(key)) yield return $"{source} {name} is not published under [{key}] but under [{string.Join("] or [", known.Dimensions)}]: {known.Document}";
            if (!known.Statistics.Contains(statistic)) yield return $"the statistic {statistic} says nothing of {source} {name}: {known.Document}";
            foreach (var (dimension, value) in dimensions)
            {
                if (!Values(dimension, stack).Contains(value)) yield return $"the dimension {dimension} of {name} is {value}, which is nothing of this stack";
            }

            yield break;
        }

        var filters = stack.OfType("aws:cloudwatch/logMetricFilter:LogMetricFilter").Select(filter => filter.Inputs.Map("metricTransformation"))
            .Where(filter => filter.Text("namespace") == source && filter.Text("name") == name).ToList();
        if (filters.Count == 0) yield return $"no metric filter publishes {source} {name}";
        else if (!filters.Exists(filter => string.Join(',', filter.Map("dimensions").Names.Order(StringComparer.Ordinal)) == key)) yield return $"no metric filter publishes {name} under [{key}]";
        if (dimensions.TryGetValue("Service", out var named) && !Services(stack).Contains(named)) yield return $"the dimension Service of {name} is {named}, which is no service";
    }

    /// <summary>The ECS services, and those whose first image is still to come: each has a repository.</summary>
    private static IEnumerable<string> Services(RecordedStack stack) =>
        stack.OfType("aws:ecr/repository:Repository").Select(repository => repository.Inputs.Text("name")!.Split('/')[^1]);

    private static IEnumerable<string?> Values(string dimension, RecordedStack stack) => dimension switch
    {
        "LoadBalancer" => stack.OfType("aws:lb/loadBalancer:LoadBalancer").Select(item => item.Outputs.Text("arnSuffix")),
        "TargetGroup" => stack.OfType("aws:lb/targetGroup:TargetGroup").Select(item => item.Outputs.Text("arnSuffix")),
        "ClusterName" => stack.OfType("aws:ecs/cluster:Cluster").Select(item => item.Inputs.Text("name")),
        "ServiceName" => Services(stack),
        "WebACL" => stack.OfType("aws:wafv2/webAcl:WebAcl").Select(item => item.Inputs.Text("name")),
        "Rule" => stack.OfType("aws:wafv2/webAcl:WebAcl").SelectMany(item => item.Inputs.List("rules").Maps).Select(rule => rule.Map("visibilityConfig").Text("metricName")).Append("ALL"),
        "Region" => [stack.Region.Name],
        "NatGatewayId" => stack.OfType("aws:ec2/natGateway:NatGateway").Select(item => item.Id),
        "CertificateArn" => stack.OfType("aws:lb/listener:Listener").Select(item => item.Inputs.Text("certificateArn")).Where(arn => arn is not null),
        _ => [],
    };

    private static IEnumerable<(string Namespace, string Name, Dictionary<string, string> Dimensions, string Statistic)> Metrics(RecordedMap alarm)
    {
        var queries = alarm.List("metricQueries").Maps.Where(query => query["metric"] is not null).Select(query => query.Map("metric"));
        return (alarm["metricName"] is null ? queries : [alarm]).Select(metric => (
            metric.Text("namespace")!,
            metric.Text("metricName")!,
            metric.Map("dimensions").Names.ToDictionary(name => name, name => metric.Map("dimensions").Text(name)!),
            metric.Text("stat") ?? metric.Text("statistic") ?? metric.Text("extendedStatistic") ?? "none"));
    }

    private static IEnumerable<int> Periods(RecordedMap alarm) => alarm["metricName"] is null
        ? alarm.List("metricQueries").Maps.Where(query => query["metric"] is not null).Select(query => (int)(query.Map("metric").Number("period") ?? 0))
        : [(int)(alarm.Number("period") ?? 0)];

    private static string Subject(RecordedResource alarm, SecureApi.Configuration.StackConfig settings) => alarm.Inputs.Text("name")![$"{settings.Project}-{settings.Stack} ".Length..];

    private static RecordedMap Map(params (string Name, RecordedValue Value)[] entries) => new(entries.ToDictionary(entry => entry.Name, entry => entry.Value));
}
