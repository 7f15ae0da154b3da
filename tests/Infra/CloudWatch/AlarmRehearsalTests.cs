using System.Text.Json;
using System.Text.RegularExpressions;
using SecureApi.Cli.Preview.Recording;
using SecureApi.CloudWatch;
using SecureApi.Configuration;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.CloudWatch;

/// <summary>
/// Every alarm of every configuration, tried out: good values, bad values, silence, how soon it tells; on metrics that
/// somebody publishes, within CloudWatch's limits.
/// </summary>
public sealed class AlarmRehearsalTests
{
    private const string Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

    /// <summary>
    /// By the end of an alarm's name: values that must leave it in OK, values that must bring it to ALARM, and the minutes of
    /// bad values after which it must tell. Values by metric; thresholds as the stacks of this repository have them.
    /// </summary>
    private static readonly (string Name, string[] Good, string[] Bad, int Minutes)[] Expected =
    [
        (@"edge 5xx", ["HTTPCode_ELB_5XX_Count=4 RequestCount=100", "HTTPCode_ELB_5XX_Count=0 RequestCount=0", "RequestCount=100"], ["HTTPCode_ELB_5XX_Count=5 RequestCount=100", "HTTPCode_ELB_5XX_Count=3 RequestCount=3"], 3),
        (@"gateway 5xx", ["HTTPCode_Target_5XX_Count=4 RequestCount=100", "RequestCount=100"], ["HTTPCode_Target_5XX_Count=5 RequestCount=100"], 2),
        (@"(api|service-\d+) 5xx", ["ServiceErrors=4 RequestCount=100", "RequestCount=100"], ["ServiceErrors=5 RequestCount=100"], 2),
        (@"latency p99", ["TargetResponseTime=0.999"], ["TargetResponseTime=1"], 3),
        (@"unhealthy gateways", ["UnHealthyHostCount=0"], ["UnHealthyHostCount=1"], 3),
        (@"no healthy gateway", ["HealthyHostCount=1"], ["HealthyHostCount=0"], 2),
        (@"rejected handshakes", ["ClientTLSNegotiationErrorCount=499"], ["ClientTLSNegotiationErrorCount=500"], 3),
        (@"gateway handshakes", ["TargetTLSNegotiationErrorCount=0"], ["TargetTLSNegotiationErrorCount=1"], 3),
        (@"rejected connections", ["RejectedConnectionCount=0"], ["RejectedConnectionCount=1"], 3),
        (@"firewall blocks", ["BlockedRequests=499"], ["BlockedRequests=500"], 3),
        (@"certificate rejections", ["CertificateRejections=49"], ["CertificateRejections=50"], 3),
        (@"nat [a-z0-9-]+ ports", ["ErrorPortAllocation=0"], ["ErrorPortAllocation=1"], 3),
        (@"(gateway|api|service-\d+) cpu", ["CPUUtilization=84"], ["CPUUtilization=85"], 8),
        (@"(gateway|api|service-\d+) memory", ["MemoryUtilization=84"], ["MemoryUtilization=85"], 8),
        (@"(gateway|api|service-\d+) tasks", ["RunningTaskCount=3 DesiredTaskCount=3", "RunningTaskCount=6 DesiredTaskCount=3", "RunningTaskCount=0 DesiredTaskCount=0"], ["RunningTaskCount=2 DesiredTaskCount=3", "RunningTaskCount=0 DesiredTaskCount=1"], 15),
        (@"server certificate 30 days", ["ServerCertificateDaysLeft=31"], ["ServerCertificateDaysLeft=30"], 60),
        (@"server certificate 7 days", ["ServerCertificateDaysLeft=8"], ["ServerCertificateDaysLeft=7"], 60),
        (@"private ca 30 days", ["CertificateAuthorityDaysLeft=31"], ["CertificateAuthorityDaysLeft=30"], 60),
        (@"private ca 7 days", ["CertificateAuthorityDaysLeft=8"], ["CertificateAuthorityDaysLeft=7"], 60),
        (@"revocation list 30 days", ["RevocationListDaysLeft=31"], ["RevocationListDaysLeft=30"], 60),
        (@"revocation list 7 days", ["RevocationListDaysLeft=8"], ["RevocationListDaysLeft=7"], 60),
        (@"client certificate 30 days", ["ClientCertificateDaysLeft=31"], ["ClientCertificateDaysLeft=30"], 60),
        (@"client certificate 7 days", ["ClientCertificateDaysLeft=8"], ["ClientCertificateDaysLeft=7"], 60),
        (@"public certificate 30 days", ["DaysToExpiry=31"], ["DaysToExpiry=30"], 1440),
        (@"public certificate 7 days", ["DaysToExpiry=8"], ["DaysToExpiry=7"], 1440),
    ];

    /// <summary>
    /// What silence means. Days left are reported each minute (a client's, when it calls): silence changes nothing, and a
    /// certificate gets no younger. Everything else is a count or a share of traffic or of tasks: a stack at rest, and one
    /// that has never had a task, reports nothing and is well. A gateway that is gone altogether shows in the answers 503
    /// of the load balancer (edge 5xx).
    /// </summary>
    private static string Silence(string name, string before) => name.EndsWith(" days", StringComparison.Ordinal) ? before : "OK";

    /// <summary>The table has the values of the default thresholds; those of odd-numbers.yaml have a table of their own.</summary>
    private static bool HasOtherThresholds(StackConfig config) => config.Alarms with { Emails = [] } != new AlarmConfig();

    [Fact]
    public Task Alarms_OnGoodValuesBadValuesAndSilence_TellWhatTheyAreFor() => StackMatrix.Holds((stack, settings) => stack.OfType(Alarm).SelectMany(alarm =>
    {
        if (HasOtherThresholds(settings)) return [];
        var (name, inputs) = (Subject(alarm, settings), alarm.Inputs);
        if (Find(name) is not { } row) return [$"the alarm {name} has no row in the table of {nameof(AlarmRehearsalTests)}"];
        var faults = new List<string>();
        foreach (var before in (string[])["OK", "ALARM"])
        {
            foreach (var good in row.Good)
            {
                if (AlarmEvaluator.State(inputs, before, int.MaxValue, Values(good)) is not "OK" and var state) faults.Add($"{name} is in {state} on good values: {good}");
            }

            foreach (var bad in row.Bad)
            {
                if (AlarmEvaluator.State(inputs, before, int.MaxValue, Values(bad)) is not "ALARM" and var state) faults.Add($"{name} is in {state} on bad values: {bad}");
            }

            if (AlarmEvaluator.State(inputs, before, int.MaxValue, _ => null) is var silent && silent != Silence(name, before))
                faults.Add($"{name} goes from {before} to {silent} when there is no data (treatMissingData {inputs.Text("treatMissingData")}), and must go to {Silence(name, before)}");
        }

        return faults;
    }));

    [Fact]
    public Task Alarms_AfterAFault_TellInTime() => StackMatrix.Holds((stack, settings) => stack.OfType(Alarm).SelectMany(alarm =>
    {
        if (HasOtherThresholds(settings)) return [];
        var (name, inputs) = (Subject(alarm, settings), alarm.Inputs);
        if (Find(name) is not { } row) return [];
        var periods = Enumerable.Range(0, (int)inputs.Number("evaluationPeriods")! + 1)
            .FirstOrDefault(bad => AlarmEvaluator.State(inputs, "OK", bad, Values(row.Bad[0]), Values(row.Good[0])) == "ALARM", int.MaxValue / 86_400);
        var minutes = Periods(inputs).Select(period => periods * period / 60).Distinct().ToList();
        return minutes is [var one] && one == row.Minutes
            ? Array.Empty<string>()
            : [$"{name} tells after {string.Join(" or ", minutes)} minutes of bad values, and must after {row.Minutes}"];
    }));

    [Fact]
    public async Task Table_OfAlarms_HasARowForEachKindAndNoOther()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var configuration in StackMatrix.Cases)
        {
            foreach (var alarm in (await StackMatrix.Record(configuration)).OfType(Alarm))
            {
                if (Find(Subject(alarm, configuration.Settings)) is { } row) used.Add(row.Name);
            }
        }

        Assert.Empty(Expected.Select(row => row.Name).Except(used));
    }

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

    [Theory]
    [InlineData("breaching", "ALARM")]
    [InlineData("notBreaching", "OK")]
    [InlineData("ignore", "before")]
    [InlineData("missing", "INSUFFICIENT_DATA")]
    public void Silence_InAWholeWindow_IsTreatedAsDocumented(string treatment, string state) => Assert.Equal(state, AlarmEvaluator.State(
        Map(("metricName", new RecordedText("RequestCount")), ("evaluationPeriods", new RecordedNumber(3)), ("threshold", new RecordedNumber(1)),
            ("comparisonOperator", new RecordedText("GreaterThanThreshold")), ("treatMissingData", new RecordedText(treatment))),
        "before", int.MaxValue, _ => null));

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

    private static (string Name, string[] Good, string[] Bad, int Minutes)? Find(string name)
    {
        var rows = Expected.Where(row => Regex.IsMatch(name, $"^{row.Name}$")).ToList();
        return rows.Count == 1 ? rows[0] : null;
    }

    private static string Subject(RecordedResource alarm, SecureApi.Configuration.StackConfig settings) => alarm.Inputs.Text("name")![$"{settings.Project}-{settings.Stack} ".Length..];

    private static Func<string, double?> Values(string text)
    {
        var values = text.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture));
        return name => values.TryGetValue(name, out var value) ? value : null;
    }

    private static RecordedMap Map(params (string Name, RecordedValue Value)[] entries) => new(entries.ToDictionary(entry => entry.Name, entry => entry.Value));
}
