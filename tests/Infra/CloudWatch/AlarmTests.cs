using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.CloudWatch;

public sealed class AlarmTests
{
    [Fact]
    public async Task Emails_AsConfigured_SubscribeToTheEncryptedTopic()
    {
        var stack = await Record();
        Assert.Equal(
            ["a@example.com", "b@example.com"],
            stack.OfType("aws:sns/topicSubscription:TopicSubscription").Select(subscription => subscription.Inputs.Text("endpoint")).Order(StringComparer.Ordinal));
    }

    /// <summary>The pager hears of what cannot wait, and of nothing else; the chat of everything.</summary>
    [Theory]
    [InlineData("no-api-task", true)]
    [InlineData("api-cpu", false)]
    public async Task Topics_OfAnAlarm_AreThoseOfItsSeverity(string alarm, bool urgent)
    {
        const string prefix = "arn:aws:sns:eu-west-1:123456789012:everything-";
        var stack = await StackMatrix.Record(StackMatrix.Case("everything"));
        var actions = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm")
            .Single(resource => resource.Name.EndsWith($"-{alarm}", StringComparison.Ordinal)).Inputs.List("alarmActions").Texts.ToList();
        var pager = stack.OfType("aws:sns/topicSubscription:TopicSubscription").Single(subscription => subscription.Inputs.Text("protocol") == "https");
        Assert.Contains($"{prefix}chat", actions);
        Assert.Equal(urgent, actions.Contains($"{prefix}pager"));
        Assert.Equal(urgent, actions.Contains(pager.Inputs.Text("topic")!));
    }

    [Theory]
    [InlineData("latency-p99", 2.5)]
    [InlineData("edge-5xx", 7)]
    [InlineData("api-cpu", 77)]
    [InlineData("api-memory", 66)]
    public async Task Thresholds_AsConfigured_AreTheAlarms(string alarm, double threshold) => Assert.Equal(
        threshold,
        (await Record()).OfType("aws:cloudwatch/metricAlarm:MetricAlarm")
            .Single(resource => resource.Name.EndsWith($"-{alarm}", StringComparison.Ordinal)).Inputs.Number("threshold"));

    [Fact]
    public async Task Deployments_OfEachService_AreGuardedByTheAlarmOfItsErrors()
    {
        var stack = await Record();
        Assert.All(stack.OfType("aws:ecs/service:Service"), service => Assert.Equal(
            [$"secure-api-prod {service.Inputs.Text("name")} 5xx"], service.Inputs.Map("alarms").List("alarmNames").Texts));
    }

    /// <summary>A service with little traffic would never be rolled back if its errors were divided by the requests of all.</summary>
    [Fact]
    public async Task RollbackAlarms_OfAService_JudgeItByItsOwnRequests()
    {
        var stack = await Record();
        var filters = stack.OfType("aws:cloudwatch/logMetricFilter:LogMetricFilter").Select(filter => filter.Inputs.Map("metricTransformation")).ToList();
        var metrics = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Single(resource => resource.Name.EndsWith("-api-5xx", StringComparison.Ordinal))
            .Inputs.List("metricQueries").Maps.Where(query => query["metric"] is not null).Select(query => query.Map("metric")).ToList();
        Assert.Equal(["ServiceErrors", "ServiceRequests"], metrics.Select(metric => metric.Text("metricName")).Order(StringComparer.Ordinal));
        Assert.All(metrics, metric =>
        {
            Assert.Equal("api", metric.Map("dimensions").Text("Service"));
            Assert.Contains(filters, filter => filter.Text("namespace") == metric.Text("namespace") && filter.Text("name") == metric.Text("metricName"));
        });
    }

    private static Task<RecordedStack> Record()
    {
        var settings = StackCase.Minimal();
        return StackMatrix.Record(settings with
        {
            Alarms = settings.Alarms with
            {
                Emails = ["a@example.com", "b@example.com"],
                LatencyP99Milliseconds = 2500,
                ErrorPercent = 7,
                CpuPercent = 77,
                MemoryPercent = 66,
            },
        });
    }
}
