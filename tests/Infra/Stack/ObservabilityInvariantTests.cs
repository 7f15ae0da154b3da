using System.Text.Json;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

public sealed class ObservabilityInvariantTests
{
    private const string Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

    [Fact]
    public Task LogGroups_InEveryConfiguration_HaveARetention() => StackMatrix.Holds((stack, _) =>
        stack.OfType("aws:cloudwatch/logGroup:LogGroup")
            .Where(group => group.Inputs.Number("retentionInDays") is null or 0)
            .Select(group => $"{group.Name} keeps its events for ever"));

    [Fact]
    public Task Alarms_InEveryConfiguration_TellTheTopic() => StackMatrix.Holds((stack, _) =>
    {
        var topic = stack.OfType("aws:sns/topic:Topic").Single(topic => topic.Name.EndsWith("-alarms", StringComparison.Ordinal)).Outputs.Text("arn")!;
        return stack.OfType(Alarm)
            .Where(alarm => !alarm.Inputs.List("alarmActions").Texts.Contains(topic) || !alarm.Inputs.List("okActions").Texts.Contains(topic))
            .Select(alarm => $"{alarm.Name} does not tell the topic of ALARM and of OK");
    });

    [Fact]
    public Task Alarms_InEveryConfiguration_HaveUniqueNamesAndSayWhatTheyMean() => StackMatrix.Holds((stack, _) =>
        stack.OfType(Alarm).GroupBy(alarm => alarm.Inputs.Text("name")).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} is used twice")
            .Concat(stack.OfType(Alarm).Where(alarm => alarm.Inputs.Text("alarmDescription") is not { Length: > 20 })
                .Select(alarm => $"{alarm.Name} does not say what it means")));

    [Fact]
    public Task Alarms_InEveryConfiguration_WatchOneMetricOrOneExpression() => StackMatrix.Holds((stack, _) =>
        stack.OfType(Alarm).Where(alarm =>
        {
            var queries = alarm.Inputs.List("metricQueries").Maps.ToList();
            return queries.Count == 0
                ? alarm.Inputs.Text("metricName") is null
                    || (alarm.Inputs.Text("statistic") is null) == (alarm.Inputs.Text("extendedStatistic") is null)
                : alarm.Inputs["metricName"] is not null || queries.Count(query => query.Boolean("returnData") == true) != 1;
        }).Select(alarm => $"{alarm.Name} is malformed"));

    [Fact]
    public Task Services_InEveryConfiguration_AreWatchedForCpuMemoryTasksAndErrors() => StackMatrix.Holds((stack, settings) =>
    {
        var names = stack.OfType(Alarm).Select(alarm => alarm.Inputs.Text("name")).ToHashSet();
        return from service in settings.Services.Keys.Append("gateway")
               from subject in new[] { "cpu", "memory", "tasks", "5xx" }
               where !names.Contains($"{settings.Project}-{settings.Stack} {service} {subject}")
               select $"nobody watches the {subject} of {service}";
    });

    [Fact]
    public Task Dashboard_InEveryConfiguration_FitsTheGridWithoutOverlap() => StackMatrix.Holds((stack, _) =>
    {
        using var body = JsonDocument.Parse(stack.OfType("aws:cloudwatch/dashboard:Dashboard").Single().Inputs.Text("dashboardBody")!);
        var taken = new HashSet<(int X, int Y)>();
        var faults = new List<string>();
        foreach (var widget in body.RootElement.GetProperty("widgets").EnumerateArray())
        {
            int Value(string name) => widget.GetProperty(name).GetInt32();
            if (Value("x") + Value("width") > 24) faults.Add("a widget is outside of the grid");
            for (var x = Value("x"); x < Value("x") + Value("width"); x++)
                for (var y = Value("y"); y < Value("y") + Value("height"); y++)
                    if (!taken.Add((x, y))) faults.Add($"two widgets at {x},{y}");
        }

        return faults.Distinct();
    });

    [Fact]
    public Task Dashboard_InEveryConfiguration_NamesOnlyResourcesOfTheStack() => StackMatrix.Holds((stack, settings) =>
    {
        var text = stack.OfType("aws:cloudwatch/dashboard:Dashboard").Single().Inputs.Text("dashboardBody")!;
        var wanted = stack.OfType("aws:ec2/natGateway:NatGateway").Select(gateway => gateway.Id!)
            .Append(stack.OfType("aws:lb/loadBalancer:LoadBalancer").Single().Outputs.Text("arnSuffix")!)
            .Concat(stack.OfType("aws:lb/targetGroup:TargetGroup").Select(group => group.Outputs.Text("arnSuffix")!))
            .Concat(settings.Services.Keys);
        return wanted.Where(value => !text.Contains($"\"{value}\"", StringComparison.Ordinal)).Select(value => $"{value} is not drawn");
    });
}
