using System.Collections.Immutable;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Reports;
using SecureApi.Cli.Audit.Rules;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Audit;

/// <summary>Every rule on a compliant stack, and on one with a deliberate error.</summary>
public sealed class RuleTests
{
    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Rule_KnownGoodStack_IsCompliant(string id)
    {
        var edit = await StackEdit.Prod();
        if (RuleCases.Compliant.TryGetValue(id, out var good)) edit = good(edit);

        var result = Evaluate(id, edit.Build());

        Assert.True(result.Compliance == Compliance.Compliant, $"{result.Compliance}: {string.Join('\n', result.Evaluations.Select(evaluation => evaluation.Problem).Where(problem => problem.Length > 0))}");
        Assert.All(result.Evaluations, evaluation => Assert.Empty(evaluation.Problem));
        Assert.All(result.Evaluations, evaluation => Assert.NotEmpty(evaluation.Evidence));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Rule_NonCompliantCase_IsNonCompliant(string id)
    {
        Assert.True(RuleCases.NonCompliant.TryGetValue(id, out var seed), $"Add a non-compliant case of {id} to {nameof(RuleCases)}.");

        var result = Evaluate(id, seed(await StackEdit.Prod()).Build());

        Assert.Equal(Compliance.NonCompliant, result.Compliance);
        Assert.All(result.Evaluations.Where(evaluation => evaluation.Compliance == Compliance.NonCompliant), evaluation =>
        {
            Assert.NotEmpty(evaluation.Problem);
            Assert.EndsWith(".", evaluation.Problem, StringComparison.Ordinal);
        });
    }

    public static TheoryData<string, string> Halves => [.. RuleCases.Halves.Select(half => (half.Rule, half.What))];

    /// <summary>A rule that asks for several things is broken in each of them, and in nothing else.</summary>
    [Theory]
    [MemberData(nameof(Halves))]
    public async Task Rule_OneOfItsHalvesBroken_IsNonCompliant(string id, string what)
    {
        var edit = await StackEdit.Prod();
        if (RuleCases.Compliant.TryGetValue(id, out var compliant)) edit = compliant(edit);

        var result = Evaluate(id, RuleCases.Halves.Single(half => half.Rule == id && half.What == what).Change(edit).Build());

        Assert.True(result.Compliance == Compliance.NonCompliant, $"The rule {id} is {result.Compliance}, although {what}.");
    }

    [Fact]
    public void Cases_EveryOne_IsOfARule() => Assert.Empty(
        RuleCases.NonCompliant.Keys.Concat(RuleCases.Compliant.Keys).Concat(RuleCases.Halves.Select(half => half.Rule)).Except(Ids.Select(row => row.Data)));

    [Fact]
    public async Task Rule_ThatThrows_IsAFinding()
    {
        var stack = (await StackEdit.Prod()).Build();

        var result = new Auditor([RuleCatalog.All[0] with { Evaluate = _ => throw new NotSupportedException() }]).Audit(stack, [], new DateOnly(2026, 1, 1));

        var finding = Assert.Single(result.Findings);
        Assert.True(finding.Fails);
        Assert.Contains(nameof(NotSupportedException), finding.Evaluation.Problem, StringComparison.Ordinal);
        Assert.False(result.Passes);
    }

    [Fact]
    public void Ids_Frozen_MatchTheGoldenFile() => Golden.Matches(
        string.Join('\n', Ids.Select(row => row.Data)) + "\n",
        "The ids of the rules changed. Suppressions and filed reports name them: an id may be added, but its meaning never changes.",
        "tests", "Cli", "Audit", "rule-ids.golden.txt");

    [Fact]
    public async Task AlarmsDocument_OfTheProductionStack_IsTheOneInTheDocs() => Golden.Matches(
        AlarmsDocument.Render((await StackEdit.Prod()).Build()), "docs/alarms.md is not what the alarms of the production stack say.", "docs", "alarms.md");

    [Fact]
    public void Document_Generated_IsCurrent() => Golden.Matches(
        RulesDocument.Render(), "docs/rules.md is not what the rules say.", "docs", "rules.md");

    [Fact]
    public void Rules_InTheCatalogue_AreComplete()
    {
        Assert.Equal(RuleCatalog.All.Length, RuleCatalog.All.Select(rule => rule.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(RuleCatalog.All, rule =>
        {
            Assert.All(rule.Id, character => Assert.True(char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-', rule.Id));
            Assert.False(rule.Title.EndsWith('.'), rule.Title);
            Assert.EndsWith(".", rule.Why, StringComparison.Ordinal);
            Assert.StartsWith("https://docs.aws.amazon.com/", rule.Document, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Catalogue_HoldsTheRulesOfEveryFile() => Assert.Equal(
        typeof(Rule).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(RuleCatalog).Namespace && type.Name.EndsWith("Rules", StringComparison.Ordinal))
            .SelectMany(type => (ImmutableArray<Rule>)type.GetProperty(nameof(RuleCatalog.All))!.GetValue(null)!)
            .Select(rule => rule.Id).Order(StringComparer.Ordinal),
        RuleCatalog.All.Select(rule => rule.Id).Order(StringComparer.Ordinal));

    private static RuleResult Evaluate(string id, AuditedStack stack) =>
        new Auditor([RuleCatalog.All.Single(rule => rule.Id == id)])
            .Audit(stack, [], new DateOnly(2026, 1, 1)).Rules[0];
}
