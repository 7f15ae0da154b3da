using System.Diagnostics;
using System.Text.Json;
using SecureApi.Tests.Cli.Preview;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Diff;

/// <summary>The command: what it compares, how it ends. The repositories are real ones of git; only the build is stood in.</summary>
public sealed class DiffCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1, "--exit-code")]
    public async Task Diff_OfTwoStacks_EndsAsDiffDoesWhenAsked(int expected, params string[] options)
    {
        var host = new TestHost();

        Assert.Equal(expected, await host.RunAsync(["diff", "--stack", "dev", "--with", "prod", "--json", "-", .. options]));
        Assert.NotEmpty(JsonDocument.Parse(host.Output).RootElement.GetProperty("groups").EnumerateArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2, "--exit-code")]
    public async Task Diff_ThatCannotBeMade_TellsErrorsFromDifferences(int expected, params string[] options)
    {
        var host = new TestHost();

        Assert.Equal(expected, await host.RunAsync(["diff", "--state", "missing.json", .. options]));
        Assert.Contains("missing.json cannot be read", host.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--base", "main", "--with", "dev")]
    [InlineData("a.json", "--state", "b.json")]
    public async Task Diff_WithoutOneThingToCompareWith_IsAnErrorOfTheCall(params string[] arguments)
    {
        var host = new TestHost();

        Assert.Equal(2, await host.RunAsync(["diff", .. arguments]));
        Assert.Contains("--base COMMIT, --with STACK, --state FILE, or one or two files", host.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Base_OfACommit_IsBuiltInAWorkTreeOnceAndThenTakenFromTheCache()
    {
        var (repository, host) = Repository("""
            while [ "$1" != --json ]; do shift; done
            echo built >> "$HOME/builds"
            [ "$PWD" != "$REPOSITORY" ] && [ "$(cat marker)" = old ] || exit 7
            cp recording.json "$2"
            """);
        await host().RunAsync("preview", "--json", Path.Combine(repository, "recording.json"));
        Commit(repository, ("marker", "old"));
        Commit(repository, ("marker", "new"), ("Pulumi.prod.yaml", File.ReadAllText(Path.Combine(repository, "Pulumi.prod.yaml")).Replace("latencyP99Milliseconds: 1000", "latencyP99Milliseconds: 900", StringComparison.Ordinal)));

        foreach (var _ in (int[])[1, 2])
        {
            var run = host();
            Assert.True(await run.RunAsync("diff", "--base", "HEAD~1", "--exit-code") == 1, run.Errors);
            Assert.Contains("threshold  1 → 0.9", run.Output, StringComparison.Ordinal);
            Assert.Contains("from HEAD~1 to the working tree", run.Output, StringComparison.Ordinal);
        }

        Assert.Single(File.ReadAllLines(folder.File("builds")));
        Assert.Single(Git(repository, "worktree", "list").TrimEnd().Split('\n'));
        Assert.Equal("", Git(repository, "status", "--porcelain"));
    }

    [Fact]
    public async Task Base_ThatCannotBeRecorded_SaysWhyInWordsAndLeavesNothingBehind()
    {
        var (repository, host) = Repository("echo 'error: no option --json' >&2; exit 3");
        Commit(repository, ("marker", "old"));

        foreach (var (reference, reason) in ((string, string)[])[("HEAD", "could not be recorded:\nerror: no option --json"), ("HEAD~1", "there is no cli/Cli.csproj at that commit"), ("nowhere", "There is no commit 'nowhere'")])
        {
            var run = host();
            Assert.Equal(1, await run.RunAsync("diff", "--base", reference));
            Assert.Contains(reason, run.Errors, StringComparison.Ordinal);
        }

        Assert.Single(Git(repository, "worktree", "list").TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Base_WithTheRecordingOfAnOldVersion_SaysSo()
    {
        var (repository, host) = Repository("while [ \"$1\" != --json ]; do shift; done; echo '{\"resources\": []}' > \"$2\"");
        Commit(repository, ("marker", "old"));
        var run = host();

        Assert.Equal(1, await run.RunAsync("diff", "--base", "HEAD"));
        Assert.Contains("writes a preview that this version cannot read", run.Errors, StringComparison.Ordinal);
    }

    // A project in a repository of its own, whose second commit has a program that the stand-in for dotnet "builds".
    private (string Repository, Func<TestHost> Host) Repository(string dotnet)
    {
        Requires.Packages("git", "/usr/bin/git", "/usr/bin/bash");
        var repository = Directory.CreateDirectory(folder.File("repository")).FullName;
        Git(repository, "init", "--quiet", "--initial-branch=main");
        Commit(repository, ("README", "nothing yet"));
        Directory.CreateDirectory(Path.Combine(repository, "cli"));
        foreach (var file in (string[])["Pulumi.yaml", "Pulumi.prod.yaml"])
            File.Copy(RepositoryFiles.At(file), Path.Combine(repository, file));
        File.WriteAllText(Path.Combine(repository, "cli", "Cli.csproj"), "<Project/>");
        var stand = folder.Write("dotnet", $"#!/usr/bin/bash\nHOME='{folder.Path}' REPOSITORY='{repository}'\n{dotnet}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stand, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return (repository, () => new TestHost(repository, isTerminal: false, ("HOME", folder.Path), ("XDG_CACHE_HOME", folder.File("cache")), ("DOTNET_HOST_PATH", stand)));
    }

    private static void Commit(string repository, params (string File, string Text)[] files)
    {
        foreach (var (file, text) in files)
            File.WriteAllText(Path.Combine(repository, file), text);
        Git(repository, "add", "--all");
        Git(repository, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "A change");
    }

    private static string Git(string repository, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = repository, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
