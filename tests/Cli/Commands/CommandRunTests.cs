using SecureApi.Tests.Cli.Local;
using SecureApi.Tests.Cli.Preview;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Commands;

/// <summary>
/// The commands as a shell sees them: the exit code, what is on standard output, and what is on standard error. 0: done and
/// good. 1: refused, or not done. 2: called wrongly.
/// </summary>
public sealed class CommandRunTests
{
    private static string Plan(string name) => RepositoryFiles.At("tests", "Delivery", "Data", $"{name}.json");

    [Theory]
    [InlineData("preview-nothing")]
    [InlineData("preview-create")]
    [InlineData("preview-update")]
    public async Task Gate_OnAPlanThatLosesNothing_ExitsWithZero(string plan)
    {
        var host = new TestHost();

        var code = await host.RunAsync("gate", Plan(plan));

        Assert.True(code == 0, $"gate refused {plan} with {code}, although it takes nothing protected away.\n{host.Output}{host.Errors}");
        Assert.StartsWith("Replace gate: passed.", host.Output, StringComparison.Ordinal);
        Assert.Equal("", host.Errors);
    }

    [Theory]
    [InlineData("preview-replace", "replace subnet", "allow-replace:load-balancer")]
    [InlineData("preview-replace", "replace subnet", "allow-replace:load-balancer", "--label", "allow-replace:subnet")]
    [InlineData("preview-replace", "replace load balancer", "allow-replace:load-balancer", "--label", "allow-replace:lod-balancer", "-l", "allow-replace:subnet")]
    [InlineData("preview-delete", "delete ca", "allow-replace:ca")]
    public async Task Gate_OnAPlanThatLosesAProtectedResource_ExitsWithOneAndSaysWhatAndHow(string plan, string loss, string label, params string[] options)
    {
        var host = new TestHost();

        var code = await host.RunAsync(["gate", Plan(plan), .. options]);

        Assert.True(code == 1, $"gate exits with {code}, although it refuses: the pull request would not be stopped.\n{host.Output}");
        Assert.StartsWith("Replace gate: refused.", host.Output, StringComparison.Ordinal);
        Assert.Contains(loss, host.Output, StringComparison.Ordinal);
        Assert.Contains($"add the label {label} to the pull request", host.Output, StringComparison.Ordinal);
        Assert.Equal("", host.Errors);
    }

    [Theory]
    [InlineData("--label", "allow-replace:vpc", "--label", "allow-replace:subnet", "--label", "allow-replace:load-balancer")]
    [InlineData("-l", "allow-replace:load-balancer", "-l", "documentation", "-l", "allow-replace:subnet", "-l", "allow-replace:vpc")]
    public async Task Gate_WithTheLabels_ExitsWithZeroAndStillSaysWhatGoes(params string[] labels)
    {
        var host = new TestHost();

        Assert.Equal(0, await host.RunAsync(["gate", Plan("preview-replace"), .. labels]));

        Assert.StartsWith("Replace gate: passed.", host.Output, StringComparison.Ordinal);
        Assert.Contains("by the label allow-replace:subnet", host.Output, StringComparison.Ordinal);
        Assert.Equal("", host.Errors);
    }

    [Theory]
    [InlineData("preview-cut", "is not one JSON document")]
    [InlineData("preview-failed", "the settings of the stack prod have 1 fault")]
    [InlineData("preview-unknown-operation", "does not know the operation 'swap'")]
    [InlineData("no-such-plan", "cannot be read")]
    public async Task Gate_OnAPlanThatItCannotJudge_ExitsWithOneAndSaysWhyOnStandardError(string plan, string why)
    {
        var host = new TestHost();

        Assert.Equal(1, await host.RunAsync("gate", Plan(plan)));

        Assert.Contains(why, host.Errors, StringComparison.Ordinal);
        Assert.Equal("", host.Output);
        AssertForPeople(host);
    }

    [Theory]
    [InlineData("json", "{")]
    [InlineData("markdown", "#")]
    [InlineData("mermaid", "flowchart")]
    [InlineData("svg", "<svg")]
    public async Task Preview_OfEachDocument_WritesItAloneToStandardOutput(string document, string start)
    {
        var host = new TestHost();

        Assert.Equal(0, await host.RunAsync("preview", $"--{document}", "-"));

        Assert.StartsWith(start, host.Output.TrimStart(), StringComparison.Ordinal);
        Assert.DoesNotContain("Resources by type", host.Output[..200], StringComparison.Ordinal);
        Assert.Equal("", host.Errors);
    }

    [Theory]
    [InlineData("preview", "--stack", "nowhere")]
    [InlineData("audit", "--stack", "nowhere")]
    [InlineData("client", "list", "--stack", "nowhere")]
    [InlineData("local", "--stack", "nowhere")]
    public async Task Command_OfAnUnknownStack_ExitsWithOneAndNamesTheStacks(params string[] arguments)
    {
        var host = new TestHost();

        Assert.Equal(1, await host.RunAsync(arguments));

        Assert.Contains("dev, prod", host.Errors, StringComparison.Ordinal);
        Assert.Equal("", host.Output);
        AssertForPeople(host);
    }

    [Theory]
    [InlineData("preview")]
    [InlineData("audit")]
    [InlineData("client", "list")]
    [InlineData("local", "--write-only")]
    public async Task Command_OnFaultySettings_ExitsWithOneAndListsThemAllOnStandardError(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        folder.Write("Pulumi.yaml", "name: secure-api\nruntime: dotnet\n");
        foreach (var stack in (string[])["dev", "prod"])
            folder.Write($"Pulumi.{stack}.yaml", "config:\n  aws:region: eu-west-1\n  secure-api:network: {cidr: 10.0.0.0/40, typo: 1}\n");
        var host = new TestHost(folder.Path);

        Assert.Equal(1, await host.RunAsync(arguments));

        Assert.All(["network.cidr", "network.typo", "edge", "services"], key => Assert.Contains(key, host.Errors, StringComparison.Ordinal));
        Assert.Equal("", host.Output);
        AssertForPeople(host);
    }

    [Fact]
    public async Task Audit_WithAFinding_ExitsWithOneAndShowsItOnStandardOutput()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Pulumi.yaml", await File.ReadAllTextAsync(RepositoryFiles.At("Pulumi.yaml"), TestContext.Current.CancellationToken));
        var settings = await File.ReadAllTextAsync(RepositoryFiles.At("Pulumi.prod.yaml"), TestContext.Current.CancellationToken);
        folder.Write("Pulumi.prod.yaml", settings.Replace("retentionDays: 365", "retentionDays: 7", StringComparison.Ordinal));
        File.Copy(RepositoryFiles.At("audit.suppressions.yaml"), folder.File("audit.suppressions.yaml"));
        foreach (var format in (string[])["text", "json", "sarif", "markdown"])
        {
            var host = new TestHost(folder.Path);

            var code = await host.RunAsync("audit", "--date", "2026-11-21", "--format", format);

            Assert.True(code == 1, $"audit --format {format} exits with {code}, although it has findings.");
            Assert.Contains("log-retention", host.Output, StringComparison.Ordinal);
            Assert.Equal("", host.Errors);
        }
    }

    [Theory]
    [InlineData("preview", "--help")]
    [InlineData("audit", "--help")]
    [InlineData("gate", "--help")]
    [InlineData("client", "--help")]
    [InlineData("client", "new", "--help")]
    [InlineData("client", "inspect", "-h")]
    [InlineData("client", "list", "-?")]
    [InlineData("local", "--help")]
    [InlineData("--help")]
    [InlineData("--version")]
    public async Task Help_OfEveryCommand_IsOnStandardOutputAndExitsWithZero(params string[] arguments)
    {
        var host = new TestHost();

        Assert.Equal(0, await host.RunAsync(arguments));

        Assert.Equal("", host.Errors);
        if (arguments is ["--version"]) Assert.Matches(@"^\d+\.\d+", host.Output);
        else Assert.Matches($@"Usage:\s+\S+ {string.Join(' ', arguments[..^1])}", host.Output);
    }

    [Theory]
    [InlineData("prevew")]
    [InlineData("gate")]
    [InlineData("gate", "plan.json", "--lable", "x")]
    [InlineData("gate", "plan.json", "--label")]
    [InlineData("audit", "--bootstrap", "extra")]
    [InlineData("preview", "--stack")]
    [InlineData("client")]
    [InlineData("client", "revoke")]
    [InlineData("client", "inspect")]
    [InlineData("local", "--port", "0")]
    [InlineData("local", "--port", "x")]
    public async Task Command_CalledWrongly_ExitsWithTwoAndSaysSoOnStandardError(params string[] arguments)
    {
        var host = new TestHost();

        Assert.Equal(2, await host.RunAsync(arguments));

        Assert.NotEqual("", host.Errors.Trim());
        AssertForPeople(host);
    }

    [Fact]
    public async Task Client_FromNewToInspect_ExitsWithZeroAndKeepsTheKeyOffTheScreen()
    {
        using var folder = new TemporaryFolder();
        var (made, seen, missing) = (new TestHost(folder.Path), new TestHost(folder.Path), new TestHost(folder.Path));

        Assert.Equal(0, await made.RunAsync("client", "new", "acme"));
        Assert.Equal(0, await seen.RunAsync("client", "inspect", "acme.csr"));
        Assert.Equal(1, await missing.RunAsync("client", "inspect", "other.csr"));

        Assert.DoesNotContain("PRIVATE KEY", made.Output + made.Errors + seen.Output, StringComparison.Ordinal);
        Assert.Contains("acme", seen.Output, StringComparison.Ordinal);
        Assert.Equal(("", ""), (made.Errors, seen.Errors));
        Assert.Contains("other.csr", missing.Errors, StringComparison.Ordinal);
        Assert.Equal("", missing.Output);
        AssertForPeople(missing);
    }

    [Fact]
    public async Task Local_WriteOnly_ExitsWithZeroAndLeavesTheFilesForCompose()
    {
        await using var session = LocalSession.Launch(["local", "--write-only"]);

        Assert.True(await session.Ended() == 0, session.Errors);

        Assert.Equal("", session.Errors);
        Assert.True(File.Exists(Path.Combine(session.Folder, "compose.yaml")));
        Assert.Contains("docker compose --file", session.Output, StringComparison.Ordinal);
    }

    /// <summary>The same through Program.cs, in a process of its own.</summary>
    [Fact]
    public async Task Process_OfEachOutcome_HasTheCodeAndTheStreams()
    {
        var passed = await Run("gate", Plan("preview-update"));
        var refused = await Run("gate", Plan("preview-replace"));
        var unreadable = await Run("gate", Plan("preview-cut"));
        var wrong = await Run("gate");

        Assert.True(passed is (0, ['R', ..], ""), $"gate on a plan that loses nothing: {passed}");
        Assert.True(refused.Code == 1, $"the process of gate exits with {refused.Code}, although it refuses.\n{refused.Output}");
        Assert.StartsWith("Replace gate: refused.", refused.Output, StringComparison.Ordinal);
        Assert.Equal("", refused.Errors);
        Assert.True(unreadable is (1, "", { Length: > 0 }), $"gate on a plan that is cut off: {unreadable}");
        Assert.True(wrong is (2, _, { Length: > 0 }), $"gate without a file: {wrong}");
    }

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        var dotnet = Path.GetFullPath("../../../dotnet", System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory());
        await using var process = RunningProcess.Start(
            [dotnet, Path.Combine(AppContext.BaseDirectory, "secure-api.dll"), .. arguments], new Dictionary<string, string> { ["HOME"] = Path.GetTempPath() });
        return (await process.WaitForExit(), string.Join('\n', process.Output), string.Join('\n', process.Errors));
    }

    private static void AssertForPeople(TestHost host)
    {
        Assert.DoesNotContain("   at SecureApi", host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at System", host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected error", host.Errors, StringComparison.Ordinal);
    }
}
