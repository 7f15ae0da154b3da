using System.Collections.Immutable;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Controls;
using SecureApi.Cli.Audit.Reports;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Audit;

/// <summary>Every control on a stack that meets it, and on one with a deliberate fault.</summary>
public sealed class ControlTests
{
    public static TheoryData<string> Ids => [.. ControlCatalog.All().Select(control => control.Description.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Control_KnownGoodStack_IsMet(string id)
    {
        var edit = await StackEdit.Prod();
        if (ControlBreaks.Good.TryGetValue(id, out var good)) edit = good(edit);

        var result = Judge(id, edit.Build());

        Assert.True(result.Outcome == Outcome.Met, $"{result.Outcome}: {string.Join('\n', result.Verdicts.Select(verdict => verdict.Problem).Where(problem => problem.Length > 0))}");
        Assert.All(result.Verdicts, verdict => Assert.Empty(verdict.Problem));
        Assert.All(result.Verdicts, verdict => Assert.NotEmpty(verdict.Evidence));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Control_DeliberateBreak_IsNotMet(string id)
    {
        Assert.True(ControlBreaks.All.TryGetValue(id, out var seed), $"Add a deliberate break of {id} to {nameof(ControlBreaks)}.");

        var result = Judge(id, seed(await StackEdit.Prod()).Build());

        Assert.Equal(Outcome.NotMet, result.Outcome);
        Assert.All(result.Verdicts.Where(verdict => verdict.Outcome == Outcome.NotMet), verdict =>
        {
            Assert.NotEmpty(verdict.Problem);
            Assert.EndsWith(".", verdict.Problem, StringComparison.Ordinal);
        });
    }

    public static TheoryData<string, string> Halves => [.. ControlBreaks.Halves.Select(half => (half.Control, half.What))];

    /// <summary>A control that asks for several things is broken in each of them, and in nothing else.</summary>
    [Theory]
    [MemberData(nameof(Halves))]
    public async Task Control_OneOfItsHalvesBroken_IsNotMet(string id, string what)
    {
        var edit = await StackEdit.Prod();
        if (ControlBreaks.Good.TryGetValue(id, out var good)) edit = good(edit);

        var result = Judge(id, ControlBreaks.Halves.Single(half => half.Control == id && half.What == what).Break(edit).Build());

        Assert.True(result.Outcome == Outcome.NotMet, $"The control {id} is content, although {what}.");
    }

    [Fact]
    public void Breaks_EveryOne_IsOfAControl() =>
        Assert.Empty(ControlBreaks.All.Keys.Concat(ControlBreaks.Good.Keys).Concat(ControlBreaks.Halves.Select(half => half.Control)).Except(Ids.Select(row => row.Data)));

    [Fact]
    public async Task Control_ThatThrows_IsAFinding()
    {
        var stack = (await StackEdit.Prod()).Build();

        var result = new Auditor([new Throwing()]).Audit(stack, [], new DateOnly(2026, 1, 1));

        var finding = Assert.Single(result.Findings);
        Assert.True(finding.Fails);
        Assert.Contains(nameof(NotSupportedException), finding.Verdict.Problem, StringComparison.Ordinal);
        Assert.False(result.Passes);
    }

    [Fact]
    public void Ids_Frozen_MatchTheGoldenFile() => Golden.Matches(
        string.Join('\n', Ids.Select(row => row.Data)) + "\n",
        "The ids of the controls changed. Waivers and filed reports name them: an id may be added, but its meaning never changes.",
        "tests", "Cli", "Commands", "Audit", "control-ids.golden.txt");

    [Fact]
    public void Document_Generated_IsCurrent() => Golden.Matches(
        ControlsDocument.Render(), "docs/controls.md is not what the controls say.", "docs", "controls.md");

    [Fact]
    public void Descriptions_AreComplete()
    {
        var descriptions = ControlCatalog.All().Select(control => control.Description).ToImmutableArray();
        Assert.Equal(descriptions.Length, descriptions.Select(description => description.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(descriptions, description =>
        {
            Assert.All(description.Id, character => Assert.True(char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-', description.Id));
            Assert.False(description.Title.EndsWith('.'), description.Title);
            Assert.EndsWith(".", description.Why, StringComparison.Ordinal);
            Assert.StartsWith("https://docs.aws.amazon.com/", description.Document, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Classes_EveryControl_IsInTheCatalogue() => Assert.Equal(
        typeof(Control).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Control)) && !type.IsAbstract).Select(type => type.Name).Order(),
        ControlCatalog.All().Select(control => control.GetType().Name).Order());

    private static ControlResult Judge(string id, AuditedStack stack) =>
        new Auditor([ControlCatalog.All().Single(control => control.Description.Id == id)])
            .Audit(stack, [], new DateOnly(2026, 1, 1)).Controls[0];

    private sealed class Throwing : Control
    {
        public override ControlDescription Description { get; } = new()
        {
            Id = "throws",
            Title = "Throws",
            Why = "To be tested.",
            Document = "https://docs.aws.amazon.com/",
            Severity = Severity.Low,
        };

        public override IEnumerable<Verdict> Judge(AuditedStack stack) => throw new NotSupportedException();
    }
}
