using System.Text.RegularExpressions;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Docs;

/// <summary>What a runbook sends somebody to look at is there, under that name.</summary>
public sealed partial class OperationsTests
{
    [Fact]
    public async Task Queries_OfTheDocuments_AreSavedByTheStack()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var names = stack.OfType("aws:cloudwatch/queryDefinition:QueryDefinition").Select(query => query.Inputs.Text("name")!.Split('/')[1]).ToHashSet();
        AssertNames(Query(), name => names.Contains(name));
    }

    [Fact]
    public async Task Widgets_OfTheDocuments_AreOnTheDashboard()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var body = stack.OfType("aws:cloudwatch/dashboard:Dashboard").Single().Inputs.Text("dashboardBody")!;
        AssertNames(Widget(), name => body.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alarms_OfTheDocuments_AreDeclaredByTheStack()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var names = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Select(alarm => alarm.Inputs.Text("name")!).ToList();
        AssertNames(Alarm(), name => names.Any(alarm => alarm.EndsWith($" {name.Replace("<service>", "api", StringComparison.Ordinal)}", StringComparison.Ordinal)));
    }

    private static void AssertNames(Regex pattern, Func<string, bool> exists)
    {
        var named = Documents.All
            .SelectMany(document => pattern.Matches(File.ReadAllText(document)).Select(match => (Document: Documents.NameOf(document), Name: match.Groups[1].Value)))
            .Distinct()
            .ToList();
        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, entry => !exists(entry.Name));
    }

    [GeneratedRegex("[Qq]uery \"([^\"]+)\"")]
    private static partial Regex Query();

    [GeneratedRegex("(?:[Ww]idget|[Dd]ashboard|section) \"([^\"]+)\"")]
    private static partial Regex Widget();

    [GeneratedRegex(@"alarm `([^`]+)`")]
    private static partial Regex Alarm();
}
