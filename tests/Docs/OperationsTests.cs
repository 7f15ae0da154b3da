using System.Text.RegularExpressions;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
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

    /// <summary>Whoever is woken by a message finds its section of the runbook, and the query that it names.</summary>
    [Fact]
    public Task Descriptions_OfEveryAlarm_NameASectionOfTheRunbookAndASavedQuery()
    {
        var sections = Heading().Matches(File.ReadAllText(RepositoryFiles.At("docs", "runbooks", "incident.md")))
            .Select(match => match.Groups[1].Value.ToLowerInvariant().Replace(' ', '-')).ToHashSet(StringComparer.Ordinal);
        return StackMatrix.Holds((stack, _) =>
        {
            var queries = stack.OfType("aws:cloudwatch/queryDefinition:QueryDefinition").Select(query => query.Inputs.Text("name")).ToHashSet();
            return from alarm in stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Concat(stack.OfType("aws:cloudwatch/compositeAlarm:CompositeAlarm"))
                   let description = alarm.Inputs.Text("alarmDescription") ?? ""
                   let section = Section().Match(description).Groups[1].Value
                   let query = NextQuery().Match(description).Groups[1].Value
                   let problem = description.Length > 1024 ? "is longer than CloudWatch's 1,024 characters"
                       : !sections.Contains(section) ? $"names the section {section}, which incident.md does not have"
                       : query.Length > 0 && !queries.Contains(query) ? $"names the query {query}, which the stack does not save"
                       : null
                   where problem is not null
                   select $"{alarm.Name} {problem}";
        });
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

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"docs/runbooks/incident\.md#([a-z0-9-]+)\.")]
    private static partial Regex Section();

    [GeneratedRegex(@"Query: (.+)\.$")]
    private static partial Regex NextQuery();

    [GeneratedRegex("[Qq]uery \"([^\"]+)\"")]
    private static partial Regex Query();

    [GeneratedRegex("(?:[Ww]idget|[Dd]ashboard|section) \"([^\"]+)\"")]
    private static partial Regex Widget();

    [GeneratedRegex(@"alarm `([^`]+)`")]
    private static partial Regex Alarm();
}
