using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>Committing digests and taking them back, with a real Git and a bare repository as the origin.</summary>
public sealed class DigestCommitTests : IDisposable
{
    private const string StackFile = "Pulumi.prod.yaml";
    private readonly ScriptStage stage = new();

    public void Dispose() => stage.Dispose();

    [Fact]
    public async Task Forward_WithNewDigests_PushesOneCommitOfTheFileAlone()
    {
        await Clone();
        File.WriteAllText(Work(StackFile), "digest: new\n");
        File.WriteAllText(Work("other"), "changed\n");

        Assert.Equal("committed=true", await Commit("forward"));

        Assert.Equal(StackFile, await Git("origin.git", "show --name-only --format= main"));
        Assert.Equal("digest: new", await Git("origin.git", $"show main:{StackFile}"));
        Assert.Equal("Deploy new images to prod [skip ci]", await Git("origin.git", "show --no-patch --format=%s main"));
        Assert.Equal("github-actions[bot]", await Git("origin.git", "show --no-patch --format=%an main"));
    }

    [Fact]
    public async Task Forward_WithTheSameDigests_CommitsNothing()
    {
        await Clone();
        Assert.Equal("committed=false", await Commit("forward"));
        Assert.Equal("1", await Git("origin.git", "rev-list --count main"));
    }

    [Fact]
    public async Task Forward_WhenMainMovedOn_KeepsWhatOthersPushed()
    {
        await Clone();
        await MoveMainOn();
        File.WriteAllText(Work(StackFile), "digest: new\n");

        Assert.Equal("committed=true", await Commit("forward"));

        Assert.Equal("theirs", await Git("origin.git", "show main:theirs"));
    }

    [Fact]
    public async Task Back_AfterForward_RestoresTheFileAndKeepsTheHistory()
    {
        await Clone();
        File.WriteAllText(Work(StackFile), "digest: new\n");
        await Commit("forward");
        await MoveMainOn();

        await Commit("back");

        Assert.Equal("digest: old", await Git("origin.git", $"show main:{StackFile}"));
        Assert.Equal("theirs", await Git("origin.git", "show main:theirs"));
        Assert.Equal("4", await Git("origin.git", "rev-list --count main"));
        Assert.Equal("digest: old", File.ReadAllText(Work(StackFile)).Trim());
    }

    /// <summary>The stand-in for SSH runs what GitHub would run, and notes the key that it was given.</summary>
    [Fact]
    public async Task Forward_WithADeployKey_PushesByItAndLeavesNoTrace()
    {
        await Clone();
        stage.Stand("gh", """echo 'github.com ssh-ed25519 AAAA'""");
        stage.Stand("ssh", $$"""
            cat "$2" "${6#UserKnownHostsFile=}" >> '{{stage.At("seen")}}'; echo "$2" > '{{stage.At("path")}}'
            command=${@: -1}; cd '{{stage.Folder}}'; eval "${command//example\/secure-api.git/origin.git}"
            """);
        File.WriteAllText(Work(StackFile), "digest: new\n");

        Assert.Equal("committed=true", await Commit("forward", ("DIGEST_KEY", "the key"), ("GITHUB_REPOSITORY", "example/secure-api")));

        Assert.Equal("digest: new", await Git("origin.git", $"show main:{StackFile}"));
        Assert.StartsWith("the key\ngithub.com ssh-ed25519 AAAA\n", File.ReadAllText(stage.At("seen")), StringComparison.Ordinal);
        Assert.False(File.Exists(File.ReadAllText(stage.At("path")).Trim()));
    }

    [Fact]
    public async Task Script_WithoutAWord_SaysWhatItTakes()
    {
        await Clone();
        var (code, _, errors) = await stage.Run(Work("scripts/commit-digests"), []);
        Assert.Equal(2, code);
        Assert.Contains("forward", errors, StringComparison.Ordinal);
    }

    private string Work(string file) => Path.Combine(stage.At("work"), file);

    // As the workflow checks out: one commit deep.
    private async Task Clone()
    {
        await Git(".", "init --quiet --bare --initial-branch=main origin.git");
        await Git(".", "clone --quiet origin.git seed");
        Directory.CreateDirectory(stage.At("seed/scripts"));
        File.Copy(RepositoryFiles.At("scripts", "commit-digests"), stage.At("seed/scripts/commit-digests"));
        File.WriteAllText(stage.At($"seed/{StackFile}"), "digest: old\n");
        File.WriteAllText(stage.At("seed/other"), "as it was\n");
        await Push("seed");
        await Git(".", $"clone --quiet --depth 1 file://{stage.At("origin.git")} work");
    }

    private async Task MoveMainOn()
    {
        await Git("seed", "pull --quiet --rebase origin main");
        File.WriteAllText(stage.At("seed/theirs"), "theirs\n");
        await Push("seed");
    }

    private async Task Push(string folder)
    {
        await Git(folder, "add --all");
        await Git(folder, "commit --quiet --message Change");
        await Git(folder, "push --quiet origin HEAD:main");
    }

    private async Task<string> Commit(string direction, params (string Name, string Value)[] variables)
    {
        var (code, output, errors) = await stage.Run(Work("scripts/commit-digests"), [direction], variables);
        Assert.True(code == 0, errors);
        return output;
    }

    private async Task<string> Git(string folder, string arguments)
    {
        Requires.Packages("git", "/usr/bin/git");
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = stage.Folder,
            ["GIT_AUTHOR_NAME"] = "Somebody",
            ["GIT_AUTHOR_EMAIL"] = "somebody@example.com",
            ["GIT_COMMITTER_NAME"] = "Somebody",
            ["GIT_COMMITTER_EMAIL"] = "somebody@example.com",
        };
        await using var process = RunningProcess.Start(["/usr/bin/git", .. arguments.Split(' ')], environment, stage.At(folder));
        Assert.True(await process.WaitForExit() == 0, $"git {arguments}\n{process}");
        return string.Join('\n', process.Output);
    }
}
