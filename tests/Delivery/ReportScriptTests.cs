using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>The scripts that tell people: the preview's comment, the issue of the nightly comparison, tasks that stopped.</summary>
public sealed class ReportScriptTests : IDisposable
{
    private readonly ScriptStage stage = new();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData("", "api --silent --method POST repos/example/secure-api/issues/7/comments")]
    [InlineData("41", "api --silent --method PATCH repos/example/secure-api/issues/comments/41")]
    public async Task Comment_OnAPullRequest_IsMadeOnceAndThenUpdated(string existing, string call)
    {
        var (code, _, errors) = await Comment("## Preview", pullRequest: "7", existing);
        Assert.True(code == 0, errors);
        Assert.Contains(call, stage.Calls, StringComparison.Ordinal);
        var body = File.ReadAllText(stage.At("sent"));
        Assert.StartsWith("<!-- secure-api preview -->\n", body, StringComparison.Ordinal);
        Assert.Contains("0123abcd", body, StringComparison.Ordinal);
        Assert.EndsWith("## Preview\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comment_LongerThanGitHubTakes_IsCutBetweenLinesAndSaysHowManyAreLeftOut()
    {
        var line = new string('x', 99);
        await Comment(string.Concat(Enumerable.Repeat($"{line}\n", 1_000)), pullRequest: "7", existing: "");
        Assert.InRange(new FileInfo(stage.At("sent")).Length, 60_000, 65_536);
        Assert.EndsWith($"{line}\n\n350 more lines did not fit into a comment.\n", File.ReadAllText(stage.At("sent")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", "diff --base HEAD^1 --markdown preview.md", "## What this changes\n")]
    [InlineData("echo 'The program of HEAD^1 could not be recorded' >&2; exit 1", "preview --markdown preview.md", "> [!NOTE]\n> What this changes is not known, because the base could not be compared:\n>\n>     The program of HEAD^1 could not be recorded\n\n## Preview\n")]
    public async Task Preview_OfAPullRequest_LeadsWithTheDiffOrSaysWhyItCannot(string diff, string call, string expected)
    {
        var file = stage.At("preview.md");
        stage.Stand("dotnet", $$"""
            case "$*" in
              *diff*) echo '## What this changes' > '{{file}}'; {{diff}} ;;
              *) echo '## Preview' > '{{file}}' ;;
            esac
            """);
        var (code, _, errors) = await stage.Run("write-preview", ["HEAD^1", file]);

        Assert.True(code == 0, errors);
        Assert.Contains(call.Replace("preview.md", file, StringComparison.Ordinal), stage.Calls, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllText(file));
    }

    [Fact]
    public async Task Comment_WhenNoPullRequestHasTheCommit_IsNotMade()
    {
        var (code, output, _) = await Comment("## Preview", pullRequest: "", existing: "");
        Assert.Equal(0, code);
        Assert.Contains("No open pull request", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--method POST", stage.Calls, StringComparison.Ordinal);
    }

    /// <summary>The file comes from a fork.</summary>
    [Fact]
    public async Task Comment_WhenTheFileIsALink_DoesNotFollowIt()
    {
        File.WriteAllText(stage.At("secret"), "secret");
        File.CreateSymbolicLink(stage.At("preview.md"), stage.At("secret"));
        var (code, _, _) = await Comment(text: null, pullRequest: "7", existing: "");
        Assert.Equal(0, code);
        Assert.Empty(stage.Calls);
    }

    [Theory]
    [InlineData("failure", "", "gh issue create")]
    [InlineData("failure", "12", "gh issue edit 12")]
    [InlineData("success", "12", "gh issue close 12")]
    public async Task Drift_ByItsOutcome_KeepsOneIssue(string outcome, string number, string call)
    {
        Assert.Contains(call, await ReportDrift(outcome, number), StringComparison.Ordinal);
        if (outcome == "failure")
            Assert.Contains("~ aws:ec2/vpc:Vpc", File.ReadAllText(stage.At("sent")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_WhenThereIsNoneAndWasNone_SaysNothing() =>
        Assert.DoesNotContain("issue c", await ReportDrift("success", ""), StringComparison.Ordinal);

    [Fact]
    public async Task StoppedTasks_InTheSummary_AreATableThatTheirReasonsCannotBreak()
    {
        stage.Stand("pulumi", "echo cluster");
        stage.Stand("aws", """
            case "$*" in
              *list-tasks*) echo '["arn:1"]' ;;
              *) echo '{"tasks":[{"stoppedAt":"2026-11-20T10:00:00Z","group":"service:api","stoppedReason":"a | b\nc","containers":[{"name":"api","exitCode":137,"reason":"OutOfMemoryError"}]}]}' ;;
            esac
            """);
        var (code, output, errors) = await stage.Run("stopped-tasks", []);
        Assert.True(code == 0, errors);
        Assert.EndsWith("| 2026-11-20T10:00:00Z | api | a / b c | api: exit 137 OutOfMemoryError |", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoppedTasks_WhenThereAreNone_SaySo()
    {
        stage.Stand("pulumi", "echo cluster");
        stage.Stand("aws", "echo '[]'");
        var (code, output, _) = await stage.Run("stopped-tasks", []);
        Assert.Equal(0, code);
        Assert.EndsWith("None.", output, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Errors)> Comment(string? text, string pullRequest, string existing)
    {
        if (text is not null)
            File.WriteAllText(stage.At("preview.md"), text);
        stage.Stand("gh", $"""
            case "$*" in
              *secure-api/pulls*) echo '{pullRequest}' ;;
              *PATCH* | *POST*) for word in "$@"; do case $word in body=@*) cp "${"{word#body=@}"}" '{stage.At("sent")}' ;; esac; done ;;
              *) echo '{existing}' ;;
            esac
            """);
        return stage.Run(
            "comment-preview", [stage.At("preview.md")],
            ("GITHUB_REPOSITORY", "example/secure-api"), ("HEAD_OWNER", "somebody"), ("HEAD_BRANCH", "change"), ("HEAD_SHA", "0123abcd"));
    }

    private async Task<string> ReportDrift(string outcome, string number)
    {
        File.WriteAllText(stage.At("drift.txt"), "~ aws:ec2/vpc:Vpc\n");
        stage.Stand("gh", $"""
            case "$*" in
              *'issue list'*) echo '{number}' ;;
              *--body-file*) cp "${"{@: -1}"}" '{stage.At("sent")}' ;;
            esac
            """);
        var (code, _, errors) = await stage.Run(
            "report-drift", [stage.At("drift.txt")],
            ("OUTCOME", outcome), ("GITHUB_SERVER_URL", "https://github.com"), ("GITHUB_REPOSITORY", "example/secure-api"), ("GITHUB_RUN_ID", "1"));
        Assert.True(code == 0, errors);
        return stage.Calls;
    }
}
