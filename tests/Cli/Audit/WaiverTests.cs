using System.Collections.Immutable;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Controls;
using SecureApi.Cli.Audit.Waivers;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Audit;

public sealed class WaiverTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public async Task Waiver_OfAFinding_AcceptsIt()
    {
        var result = await Audit(Waiver());

        var finding = Assert.Single(result.Findings);
        Assert.Equal("platform", finding.Waiver!.Owner);
        Assert.True(result.Passes);
    }

    [Fact]
    public async Task Waiver_OnItsLastDay_StillCounts() => Assert.True((await Audit(Waiver() with { Expires = Today })).Passes);

    [Fact]
    public async Task Waiver_Expired_IsAFindingBesideWhatItAccepted()
    {
        var result = await Audit(Waiver() with { Expires = Today.AddDays(-1) });

        Assert.Equal(["kms-rotation", "waiver-expired"], result.Findings.Select(finding => finding.Control.Id));
        Assert.All(result.Findings, finding => Assert.True(finding.Fails));
    }

    [Fact]
    public async Task Waiver_ThatNothingNeeds_IsAFinding()
    {
        var result = await Audit(Waiver(), Waiver() with { Resource = "*:Key::another" });

        Assert.Equal("waiver-unused", Assert.Single(result.Findings, finding => finding.Fails).Control.Id);
    }

    [Fact]
    public async Task Waiver_OfNoControl_IsAFinding()
    {
        var result = await Audit(Waiver(), Waiver() with { Control = "kms-rotatoin" });

        Assert.Equal("waiver-unknown-control", Assert.Single(result.Findings, finding => finding.Fails).Control.Id);
    }

    [Fact]
    public async Task Waiver_OfAnotherStack_IsLeftAside()
    {
        var result = await Audit(Waiver() with { Stacks = ["dev"] });

        Assert.Equal(["kms-rotation"], result.Findings.Select(finding => finding.Control.Id));
        Assert.Empty(result.Waivers);
    }

    [Fact]
    public void File_OfTheRepository_IsValid() =>
        Assert.NotEmpty(WaiverFile.Read(RepositoryFiles.At(WaiverFile.FileName)));

    [Fact]
    public void File_Empty_HasNoWaivers()
    {
        Assert.Empty(WaiverFile.Parse("w.yaml", ""));
        Assert.Empty(WaiverFile.Parse("w.yaml", "waivers: []"));
    }

    [Fact]
    public void File_WithFaults_ReportsThemAll()
    {
        var error = Assert.Throws<WaiverFileException>(() => WaiverFile.Parse("w.yaml", """
            waivers:
              - control: kms-rotation
                resource: "*"
                reason: because
                expires: tomorrow
                ownr: me
              - just a text
            other: 1
            """));

        Assert.Equal(
            ["other", "waivers.ownr", "waivers.reason", "waivers.owner", "waivers.expires", "waivers.resource", "waivers"],
            error.Faults.Select(fault => fault.Key));
        Assert.Contains("did you mean owner?", error.Message, StringComparison.Ordinal);
        Assert.Contains("w.yaml:2:5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsNoYaml_IsRefusedWithItsLine()
    {
        var error = Assert.Throws<WaiverFileException>(() => WaiverFile.Parse("w.yaml", "waivers: [\n"));

        Assert.Contains("w.yaml:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    public async Task Repository_WithItsWaivers_Passes(string name)
    {
        var configuration = name == "prod" ? StackMatrix.Prod : StackMatrix.Dev;
        var stack = new AuditedStack(await StackMatrix.Record(configuration), configuration.Settings);

        var result = new Auditor(ControlCatalog.All()).Audit(stack, WaiverFile.Read(RepositoryFiles.At(WaiverFile.FileName)), Today);

        Assert.True(result.Passes, string.Join('\n', result.Findings.Where(finding => finding.Fails).Select(finding => $"{finding.Control.Id} {finding.Verdict.Resource?.Urn}: {finding.Verdict.Problem}")));
    }

    private static Waiver Waiver() => new()
    {
        Control = "kms-rotation",
        Resource = "urn:pulumi:prod::secure-api::*aws:kms/key:Key::*",
        Stacks = [],
        Reason = "The key is made anew every week.",
        Owner = "platform",
        Expires = Today.AddDays(30),
        Location = null,
    };

    private static async Task<AuditResult> Audit(params ImmutableArray<Waiver> waivers)
    {
        var stack = ControlBreaks.All["kms-rotation"](await StackEdit.Prod()).Build();
        return new Auditor([ControlCatalog.All().Single(control => control.Description.Id == "kms-rotation")]).Audit(stack, waivers, Today);
    }
}
