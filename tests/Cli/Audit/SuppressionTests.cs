using System.Collections.Immutable;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Rules;
using SecureApi.Cli.Commands;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Audit;

public sealed class SuppressionTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public async Task Suppression_OfAFinding_AcceptsIt()
    {
        var result = await Audit(Suppression());

        var finding = Assert.Single(result.Findings);
        Assert.Equal("platform", finding.Suppression!.Owner);
        Assert.True(result.Passes);
    }

    [Fact]
    public async Task Suppression_OnItsLastDay_StillCounts() => Assert.True((await Audit(Suppression() with { Expires = Today })).Passes);

    [Fact]
    public async Task Suppression_Expired_IsAFindingBesideWhatItAccepted()
    {
        var result = await Audit(Suppression() with { Expires = Today.AddDays(-1) });

        Assert.Equal(["kms-rotation", "suppression-expired"], result.Findings.Select(finding => finding.Rule.Id));
        Assert.All(result.Findings, finding => Assert.True(finding.Fails));
    }

    [Fact]
    public async Task Suppression_ThatNothingNeeds_IsAFinding()
    {
        var result = await Audit(Suppression(), Suppression() with { Resource = "*:Key::another" });

        Assert.Equal("suppression-unused", Assert.Single(result.Findings, finding => finding.Fails).Rule.Id);
    }

    [Fact]
    public async Task Suppression_OfNoRule_IsAFinding()
    {
        var result = await Audit(Suppression(), Suppression() with { Rule = "kms-rotatoin" });

        Assert.Equal("suppression-unknown-rule", Assert.Single(result.Findings, finding => finding.Fails).Rule.Id);
    }

    [Fact]
    public async Task Suppression_OfAnotherStack_IsLeftAside()
    {
        var result = await Audit(Suppression() with { Stacks = ["dev"] });

        Assert.Equal(["kms-rotation"], result.Findings.Select(finding => finding.Rule.Id));
        Assert.Empty(result.Suppressions);
    }

    [Fact]
    public void File_OfTheRepository_IsValid() =>
        Assert.NotEmpty(SuppressionFile.Read(RepositoryFiles.At(SuppressionFile.FileName)));

    [Fact]
    public void File_Empty_HasNoSuppressions()
    {
        Assert.Empty(SuppressionFile.Parse("w.yaml", ""));
        Assert.Empty(SuppressionFile.Parse("w.yaml", "suppressions: []"));
    }

    [Fact]
    public void File_WithFaults_ReportsThemAll()
    {
        var error = Assert.Throws<UserException>(() => SuppressionFile.Parse("w.yaml", """
            suppressions:
              - rule: kms-rotation
                resource: "*"
                reason: because
                expires: tomorrow
                ownr: me
              - just a text
            other: 1
            """));

        Assert.Equal(
            ["other", "suppressions.ownr", "suppressions.reason", "suppressions.owner", "suppressions.expires", "suppressions.resource", "suppressions"],
            error.Message.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Trim().Split(' ')[0]));
        Assert.Contains("did you mean owner?", error.Message, StringComparison.Ordinal);
        Assert.Contains("w.yaml:2:5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsNoYaml_IsRefusedWithItsLine()
    {
        var error = Assert.Throws<UserException>(() => SuppressionFile.Parse("w.yaml", "suppressions: [\n"));

        Assert.Contains("w.yaml:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    public async Task Repository_WithItsSuppressions_Passes(string name)
    {
        var configuration = name == "prod" ? StackMatrix.Prod : StackMatrix.Dev;
        var stack = new AuditedStack(await StackMatrix.Record(configuration), configuration.Settings);

        var result = new Auditor(RuleCatalog.All).Audit(stack, SuppressionFile.Read(RepositoryFiles.At(SuppressionFile.FileName)), Today);

        Assert.True(result.Passes, string.Join('\n', result.Findings.Where(finding => finding.Fails).Select(finding => $"{finding.Rule.Id} {finding.Evaluation.Resource?.Urn}: {finding.Evaluation.Problem}")));
    }

    private static Suppression Suppression() => new()
    {
        Rule = "kms-rotation",
        Resource = "urn:pulumi:prod::secure-api::*aws:kms/key:Key::*",
        Stacks = [],
        Reason = "The key is made anew every week.",
        Owner = "platform",
        Expires = Today.AddDays(30),
        Location = null,
    };

    private static async Task<AuditResult> Audit(params ImmutableArray<Suppression> suppressions)
    {
        var stack = RuleCases.NonCompliant["kms-rotation"](await StackEdit.Prod()).Build();
        return new Auditor([RuleCatalog.All.Single(rule => rule.Id == "kms-rotation")]).Audit(stack, suppressions, Today);
    }
}
