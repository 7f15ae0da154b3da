using System.Text.Json;
using SecureApi.Cli.Preview;
using SecureApi.Configuration;
using SecureApi.PrivateCa;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed class PreviewCommandTests
{
    private const string Escape = "\u001b";

    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    public async Task Preview_OfAStack_ShowsItsPartsAndEndsWell(string stack)
    {
        var host = new TestHost();

        var code = await host.RunAsync("preview", "--stack", stack);

        Assert.Equal("", host.Errors);
        Assert.Equal(0, code);
        foreach (var part in (string[])["VpcNetwork", "StackSecurityGroups", "CertificateAuthority", "ApplicationLoadBalancer", "WebAcl", "FargateService", "StackDashboard", "Resources by type", "NAT gateway", "task vCPU", "Outputs", "Warnings"])
            Assert.Contains(part, host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_WithoutAStack_IsOfProd()
    {
        var host = new TestHost();

        await host.RunAsync("preview");

        Assert.StartsWith("secure-api / prod", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_FromAFolderBelow_FindsTheProject()
    {
        var host = new TestHost(RepositoryFiles.At("infra"));

        Assert.Equal(0, await host.RunAsync("preview", "--stack", "dev"));
    }

    [Fact]
    public async Task Preview_Piped_IsPlainText()
    {
        var host = new TestHost();

        await host.RunAsync("preview");

        Assert.DoesNotContain(Escape, host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_WithNoColorOnATerminal_IsPlainText()
    {
        var host = new TestHost(isTerminal: true, variables: ("NO_COLOR", "1"));

        Assert.Equal(0, await host.RunAsync("preview"));

        Assert.DoesNotContain(Escape, host.Output, StringComparison.Ordinal);
        Assert.Contains("VpcNetwork", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_WithoutImages_SaysThatItMadeUpDigests()
    {
        using var folder = new TemporaryFolder();
        var host = new TestHost();

        await host.RunAsync("preview", "--json", folder.File("plan.json"));

        Assert.Contains("No image digests are configured", host.Output, StringComparison.Ordinal);
        Assert.Contains("@sha256:000000000000", await File.ReadAllTextAsync(folder.File("plan.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>A service whose image is still to be pushed is not made up: it runs no tasks, and the reader is told.</summary>
    [Fact]
    public void Preview_WithADigestMissing_NamesTheServiceThatRunsNoTasks()
    {
        var settings = StackCase.Minimal(services: 2);

        Assert.DoesNotContain(PreviewSubject.Create(settings, bootstrap: false).Warnings, warning => warning.Contains("image digest", StringComparison.Ordinal));
        var without = PreviewSubject.Create(settings with { Images = settings.Images.Remove("service-1") }, bootstrap: false);

        Assert.DoesNotContain("service-1", without.Settings.Images.Keys);
        Assert.Contains("No image digest is configured for the service service-1: it runs no tasks, and the gateway answers 503 below /service-1.", without.Warnings);
        Assert.Contains(
            PreviewSubject.Create(settings with { Images = settings.Images.Remove("gateway") }, bootstrap: false).Warnings,
            warning => warning.StartsWith("No image digest is configured for the gateway: it runs no tasks", StringComparison.Ordinal));
    }

    /// <summary>The load balancer then passes every client on: somebody who approves a plan of production has to know.</summary>
    [Theory]
    [InlineData(DeploymentEnvironment.Prod, MutualTlsMode.Passthrough, true)]
    [InlineData(DeploymentEnvironment.Prod, MutualTlsMode.Verify, false)]
    [InlineData(DeploymentEnvironment.Dev, MutualTlsMode.Passthrough, false)]
    public void Preview_OfPassthroughInProduction_Warns(DeploymentEnvironment environment, MutualTlsMode mode, bool warns)
    {
        var settings = StackCase.Minimal();
        settings = settings with { Environment = environment, Mtls = settings.Mtls with { Mode = mode } };
        Assert.Equal(warns, PreviewSubject.Create(settings, bootstrap: false).Warnings.Any(warning => warning.StartsWith("mtls.mode is passthrough in production", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Preview_OfTheFirstDeployment_RunsNoTasks()
    {
        using var folder = new TemporaryFolder();
        var host = new TestHost();

        Assert.Equal(0, await host.RunAsync("preview", "--bootstrap", "--json", folder.File("plan.json")));

        Assert.Contains("First deployment", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("@sha256:", await File.ReadAllTextAsync(folder.File("plan.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_Twice_IsTheSameToTheByte()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (new TestHost(), new TestHost());

        await first.RunAsync("preview", "--json", folder.File("1.json"), "--markdown", folder.File("1.md"), "--mermaid", folder.File("1.mmd"));
        await second.RunAsync("preview", "--json", folder.File("2.json"), "--markdown", folder.File("2.md"), "--mermaid", folder.File("2.mmd"));

        foreach (var kind in (string[])["json", "md", "mmd"])
            Assert.Equal(File.ReadAllBytes(folder.File($"1.{kind}")), File.ReadAllBytes(folder.File($"2.{kind}")));
        Assert.Equal(first.Output.Replace("1.", "2.", StringComparison.Ordinal), second.Output.Replace("1.", "2.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Preview_ToStandardOutput_WritesNothingElse()
    {
        var host = new TestHost();

        Assert.Equal(0, await host.RunAsync("preview", "--json", "-"));

        using var plan = JsonDocument.Parse(host.Output);
        Assert.True(plan.RootElement.TryGetProperty("steps", out _));
    }

    [Fact]
    public async Task Preview_OfAnUnknownStack_NamesTheStacks()
    {
        var host = new TestHost();

        Assert.Equal(1, await host.RunAsync("preview", "--stack", "nope"));

        Assert.Contains("dev, prod", host.Errors, StringComparison.Ordinal);
        AssertNoStackTrace(host);
    }

    [Fact]
    public async Task Preview_OfABrokenYamlFile_TellsLineAndColumn()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Pulumi.yaml", "name: secure-api\nruntime: dotnet\n");
        folder.Write("Pulumi.prod.yaml", "config:\n  aws:region: eu-west-1\n  broken: [1, 2\n");
        var host = new TestHost(folder.Path);

        Assert.Equal(1, await host.RunAsync("preview"));

        Assert.Matches(@"Pulumi\.prod\.yaml:\d+:\d+", host.Errors);
        AssertNoStackTrace(host);
    }

    [Fact]
    public async Task Preview_OfInvalidSettings_ListsEveryFault()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Pulumi.yaml", "name: secure-api\nruntime: dotnet\n");
        folder.Write("Pulumi.prod.yaml", "config:\n  aws:region: eu-west-1\n  secure-api:network: {cidr: 10.0.0.0/40, typo: 1}\n  secure-api:logs: {retentionDays: 8}\n");
        var host = new TestHost(folder.Path);

        Assert.Equal(1, await host.RunAsync("preview"));

        foreach (var key in (string[])["network.cidr", "network.typo", "logs.retentionDays"])
            Assert.Contains(key, host.Errors, StringComparison.Ordinal);
        AssertNoStackTrace(host);
    }

    [Fact]
    public async Task Preview_WithoutAProject_SaysWhereItLooked()
    {
        using var folder = new TemporaryFolder();
        var host = new TestHost(folder.Path);

        Assert.Equal(1, await host.RunAsync("preview"));

        Assert.Contains("Pulumi.yaml", host.Errors, StringComparison.Ordinal);
        Assert.Contains("--directory", host.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing/plan.json")]
    [InlineData(".")]
    public async Task Preview_ToAPlaceThatCannotBeWritten_LeavesNothingBehind(string target)
    {
        using var folder = new TemporaryFolder();
        var host = new TestHost();

        Assert.Equal(1, await host.RunAsync("preview", "--json", Path.Combine(folder.Path, target)));

        Assert.Contains("Cannot write", host.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        AssertNoStackTrace(host);
    }

    [Fact]
    public async Task Preview_ToAFileThatExists_ReplacesItWhole()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("diagram.mmd", new string('x', 1_000_000));

        Assert.Equal(0, await new TestHost().RunAsync("preview", "--mermaid", file));

        Assert.StartsWith("flowchart", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal([file], Directory.EnumerateFiles(folder.Path));
    }

    [Theory]
    [InlineData("preview", "--nonsense")]
    [InlineData("nonsense")]
    [InlineData("preview", "--json")]
    [InlineData("preview", "--json", "-", "--mermaid", "-")]
    public async Task CommandLine_WrongUsage_EndsWithTwo(params string[] arguments)
    {
        var host = new TestHost();

        Assert.Equal(2, await host.RunAsync(arguments));

        Assert.NotEqual("", host.Errors);
    }

    [Fact]
    public async Task CommandLine_WithoutArguments_ShowsHelp()
    {
        var host = new TestHost();

        Assert.Equal(0, await host.RunAsync());

        Assert.Contains("preview", host.Output, StringComparison.Ordinal);
    }

    private static void AssertNoStackTrace(TestHost host)
    {
        Assert.DoesNotContain("   at SecureApi", host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at System", host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", host.Errors, StringComparison.Ordinal);
    }
}
