using System.Text.RegularExpressions;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Alarms;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Audit.Alarms;

/// <summary>Every outage that a stack can have is noticed by the right alarm in time; and each alarm is needed as it is.</summary>
public sealed class RehearsalTests
{
    public static TheoryData<string> Stacks =>
    [
        "prod", "dev", "everything", "BlueGreen deployments", "4 zones, NAT Single, dual stack, Verify, 7 services",
    ];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Scenarios_OfAStack_AreNoticedInTimeAndNothingElseFires(string name)
    {
        var configuration = StackMatrix.Case(name);
        var rehearsed = Rehearsal.Of(new AuditedStack(await StackMatrix.Record(configuration), configuration.Settings));
        Assert.Equal(Scenarios.All.Sum(heading => heading.Scenarios.Length), rehearsed.Length);
        var problems = rehearsed.SelectMany(scenario => scenario.Problems.Select(problem => $"{scenario.Title}: {problem}")).ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <summary>CloudWatch: "if your metrics are being published with a slight delay", FILL fills the latest minute. It must not lead to alarms.</summary>
    [Fact]
    public async Task Silences_WhenTheLatestMinuteIsStillMissing_StaySilent()
    {
        var stack = new AuditedStack(await StackMatrix.Record(StackMatrix.Case("everything")), StackMatrix.Case("everything").Settings);
        var rehearsed = Rehearsal.Judge(stack, [.. Rehearsal.Record(stack, late: 1).Where(recording => recording.Heading == "Nothing to tell")]);
        Assert.NotEmpty(rehearsed);
        Assert.Empty(rehearsed.SelectMany(scenario => scenario.Problems.Select(problem => $"{scenario.Title}: {problem}")));
    }

    [Fact]
    public async Task Bootstrap_WithoutATask_HasNothingToRehearse()
    {
        var settings = StackCase.Minimal(bootstrap: true);
        Assert.Empty(Rehearsal.Of(new AuditedStack(await StackMatrix.Record(settings), settings)));
    }

    public static TheoryData<string> Strict => ["everything", "BlueGreen deployments, attacks counted"];

    /// <summary>A threshold twice or half as high, data that are missed in another way, a dimension that is wrong: a scenario tells each.</summary>
    [Theory]
    [MemberData(nameof(Strict))]
    public async Task Alarms_EachOneBroken_FailAScenario(string name)
    {
        var (stack, settings) = await Strictly(name);
        var audited = new AuditedStack(stack, settings);
        var recordings = Rehearsal.Record(audited);
        var unnoticed = new List<string>();
        foreach (var alarm in audited.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").ToList())
        {
            foreach (var (what, change) in Breaks(alarm.Inputs))
            {
                var edited = new StackEdit(stack, settings);
                change(edited, alarm.Name);
                var subject = alarm.Inputs.Text("name")![$"{settings.Project}-{settings.Stack} ".Length..];
                var only = new HashSet<string>(StringComparer.Ordinal) { subject };
                if (Rehearsal.Judge(edited.Build(), recordings, only).All(scenario => scenario.Problems.IsEmpty)) unnoticed.Add($"{subject}: {what}");
            }
        }

        Assert.True(unnoticed.Count == 0, string.Join('\n', unnoticed));
    }

    private static async Task<(RecordedStack Stack, SecureApi.Configuration.StackConfig Settings)> Strictly(string name)
    {
        if (name == "everything") return (await StackMatrix.Record(StackMatrix.Case(name)), StackMatrix.Case(name).Settings);
        var settings = StackMatrix.Case("BlueGreen deployments").Settings;
        settings = settings with
        {
            Waf = settings.Waf with { ManagedGroups = settings.Waf.ManagedGroups with { SqlInjection = SecureApi.Waf.WafRuleAction.Count } },
            Services = settings.Services.Add("orders", settings.Services["api"] with { PathPrefix = "/orders" }),
            Images = settings.Images.Add("orders", StackCase.Digest("orders")),
        };
        return (await StackMatrix.Record(settings), settings);
    }

    private static IEnumerable<(string What, Action<StackEdit, string> Change)> Breaks(RecordedMap alarm)
    {
        const string type = "MetricAlarm";
        var threshold = alarm.Number("threshold")!.Value;
        foreach (var other in threshold == 0 ? [-1] : threshold == 1 ? [2] : new[] { threshold * 2, threshold / 2 })
            yield return ($"threshold {other}", (edit, name) => edit.Set(type, name, "threshold", new RecordedNumber(other)));

        var queries = alarm.List("metricQueries");
        var expressions = queries.Maps.Select((query, index) => (Expression: query.Text("expression"), Index: index)).Where(query => query.Expression is not null).ToList();
        var filled = expressions.Where(query => query.Expression!.Contains("FILL(", StringComparison.Ordinal)).ToList();
        if (filled.Count == 0)
        {
            var treatment = alarm.Text("treatMissingData") == "notBreaching" ? "breaching" : "notBreaching";
            yield return ($"missing data {treatment}", (edit, name) => edit.Set(type, name, "treatMissingData", treatment));
        }

        foreach (var (expression, index) in filled)
        {
            for (var i = 0; i < Regex.Count(expression!, "FILL"); i++)
            {
                var nth = i;
                var count = 0;
                var without = Regex.Replace(expression!, @"FILL\((\w+), \d+\)", match => count++ == nth ? match.Groups[1].Value : match.Value);
                yield return ($"without a FILL: {without}", (edit, name) => edit.Set(type, name, $"metricQueries.{index}.expression", without));
            }
        }

        foreach (var dimension in alarm.Map("dimensions").Names)
            yield return ($"dimension {dimension}", (edit, name) => edit.Set(type, name, $"dimensions.{dimension}", "other"));
        foreach (var (query, index) in queries.Maps.Select((query, index) => (query, index)))
        {
            foreach (var dimension in query.Map("metric").Map("dimensions").Names)
                yield return ($"dimension {dimension} of {query.Text("id")}", (edit, name) => edit.Set(type, name, $"metricQueries.{index}.metric.dimensions.{dimension}", "other"));
        }
    }
}
