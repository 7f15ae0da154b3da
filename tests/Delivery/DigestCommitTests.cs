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
        Assert.Equal("digest: new", await Git("origin.git", $"show main:{StackFile}"));
    }

    /// <summary>The gate judged the program that is checked out, and no other.</summary>
    [Theory]
    [InlineData("forward")]
    [InlineData("back")]
    public async Task Commit_WhenMainMovedOn_LeavesWhatWasJudged(string direction)
    {
        await Clone();
        var judged = await Git("work", "rev-parse HEAD");
        File.WriteAllText(Work(StackFile), "digest: new\n");
        if (direction == "back") await Commit("forward");
        await MoveMainOn();

        await Commit(direction);

        Assert.Equal(judged, await Git("work", "rev-parse HEAD"));
        Assert.False(File.Exists(Work("theirs")));
        Assert.Equal(direction == "forward" ? "digest: new" : "digest: old", File.ReadAllText(Work(StackFile)).Trim());
        Assert.DoesNotContain('\n', await Git("work", "worktree list"));
    }

    [Fact]
    public async Task Forward_WhenMainMovesOnBeforeThePush_TriesAgain()
    {
        await Clone();
        await MoveMainOn(push: false);
        // As if somebody pushed just before: the first push is refused, and theirs arrives.
        Hook($"[ -e '{stage.At("moved")}' ] && exit 0; touch '{stage.At("moved")}'; unset $(git rev-parse --local-env-vars); cd '{stage.At("seed")}' && git push --quiet --no-verify origin HEAD:main; exit 1");
        File.WriteAllText(Work(StackFile), "digest: new\n");

        Assert.Equal("committed=true", await Commit("forward"));

        Assert.Equal("theirs", await Git("origin.git", "show main:theirs"));
        Assert.Equal("digest: new", await Git("origin.git", $"show main:{StackFile}"));
    }

    [Fact]
    public async Task Forward_WhenTheSameLineChanged_SaysSoAndPushesNothing()
    {
        await Clone();
        await MoveMainOn(StackFile);
        File.WriteAllText(Work(StackFile), "digest: new\n");

        var (code, output, errors) = await stage.Run(Work("scripts/commit-digests"), ["forward"]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("Start the deployment again", errors, StringComparison.Ordinal);
        Assert.Equal("theirs", await Git("origin.git", $"show main:{StackFile}"));
    }

    /// <summary>What ran before is deployed again even where it cannot be written down.</summary>
    [Fact]
    public async Task Back_WhenThePushIsRefused_HasTheFileBackAllTheSame()
    {
        await Clone();
        File.WriteAllText(Work(StackFile), "digest: new\n");
        await Commit("forward");
        Hook("exit 1");

        var (code, _, errors) = await stage.Run(Work("scripts/commit-digests"), ["back"]);

        Assert.Equal(1, code);
        Assert.Contains("moved on five times", errors, StringComparison.Ordinal);
        Assert.Equal("digest: old", File.ReadAllText(Work(StackFile)).Trim());
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

    private async Task MoveMainOn(string file = "theirs", bool push = true)
    {
        await Git("seed", "pull --quiet --rebase origin main");
        File.WriteAllText(stage.At($"seed/{file}"), "theirs\n");
        await Push("seed", push);
    }

    private async Task Push(string folder, bool push = true)
    {
        await Git(folder, "add --all");
        await Git(folder, "commit --quiet --message Change");
        if (push) await Git(folder, "push --quiet origin HEAD:main");
    }

    // What the clone's Git runs before each push: a status of 1 refuses it.
    private void Hook(string command)
    {
        File.WriteAllText(Work(".git/hooks/pre-push"), $"#!/bin/sh\n{command}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Work(".git/hooks/pre-push"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
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
