using System.Text.RegularExpressions;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>The scripts that tell people: the preview's comment, the issue of the nightly comparison, tasks that stopped.</summary>
public sealed partial class ReportScriptTests : IDisposable
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

    private const string Drift = "~ aws:ec2/vpc:Vpc\nerror: no changes were expected but changes were proposed\n";
    private const string NoCredentials = "error: get credentials: failed to refresh cached credentials, AccessDenied\n";

    [Theory]
    [InlineData("failure", Drift, "", "gh issue create --title The account and the program differ --label drift ")]
    [InlineData("failure", Drift, "drift", "gh issue edit 12")]
    [InlineData("failure", Drift, "drift-check", "gh issue close 12")]
    [InlineData("failure", "error: no changes were expected for preview but changes were proposed", "", "--label drift ")]
    [InlineData("failure", NoCredentials, "", "gh issue create --title The nightly comparison fails --label drift-check ")]
    [InlineData("failure", NoCredentials, "drift-check", "gh issue edit 12")]
    [InlineData("success", "", "drift", "gh issue close 12")]
    [InlineData("success", "", "drift-check", "gh issue close 12")]
    public async Task Drift_ByItsOutcome_KeepsOneIssue(string outcome, string said, string existing, string call)
    {
        Assert.Contains(call, await ReportDrift(outcome, said, existing), StringComparison.Ordinal);
        if (outcome == "failure")
            Assert.Contains(said.Trim(), File.ReadAllText(stage.At("sent")), StringComparison.Ordinal);
    }

    /// <summary>An expired trust must not look like a change of the account, nor close the issue of a real one.</summary>
    [Fact]
    public async Task Drift_WhenTheComparisonFails_IsLeftAsItIs()
    {
        var calls = await ReportDrift("failure", NoCredentials, "drift");
        Assert.DoesNotContain("issue edit", calls, StringComparison.Ordinal);
        Assert.DoesNotContain("issue close", calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_WhenThereIsNoneAndWasNone_SaysNothing() =>
        Assert.DoesNotContain("issue c", await ReportDrift("success", "", ""), StringComparison.Ordinal);

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

    [Theory]
    [InlineData("v1.2.0", "1.2.0", "## 1.2.0 - 2026-11-30\n\n- New.\n\n## 1.1.0 - 2026-10-01\n\n- Old.\n", 0, "- New.")]
    [InlineData("v1.2.0", "1.1.0", "## 1.2.0 - 2026-11-30\n\n- New.\n", 1, "has the version 1.1.0")]
    [InlineData("v1.2.0", "1.2.0", "## Unreleased\n\n- New.\n\n## 1.1.0 - 2026-10-01\n\n- Old.\n", 1, "Rename 'Unreleased'")]
    [InlineData("v1.2.0", "1.2.0", "## 1.2.0 - 2026-11-30\n\n## 1.1.0 - 2026-10-01\n\n- Old.\n", 1, "has nothing under")]
    public async Task ReleaseNotes_OfATag_AreThoseOfItsVersion(string tag, string version, string changelog, int expected, string said)
    {
        Directory.CreateDirectory(stage.At("scripts"));
        File.Copy(RepositoryFiles.At("scripts", "release-notes"), stage.At("scripts/release-notes"));
        File.WriteAllText(stage.At("CHANGELOG.md"), $"# Changelog\n\n{changelog}");
        File.WriteAllText(stage.At("Directory.Build.props"), $"<Project>\n  <Version>{version}</Version>\n</Project>\n");

        var (code, output, errors) = await stage.Run(stage.At("scripts/release-notes"), [tag]);

        Assert.Equal(expected, code);
        Assert.Contains(said, output + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Old", output, StringComparison.Ordinal);
    }

    /// <summary>The repository's own files, as the next release will find them once "Unreleased" has its name.</summary>
    [Fact]
    public void Changelog_OfTheRepository_HasAPlaceForTheVersion()
    {
        var version = RepositoryVersion().Match(File.ReadAllText(RepositoryFiles.At("Directory.Build.props"))).Groups[1].Value;
        var heading = File.ReadLines(RepositoryFiles.At("CHANGELOG.md")).First(line => line.StartsWith("## ", StringComparison.Ordinal));
        Assert.True(heading == "## Unreleased" || heading.StartsWith($"## {version} - ", StringComparison.Ordinal), $"{heading}, but the version is {version}");
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

    private async Task<string> ReportDrift(string outcome, string said, string existing)
    {
        File.WriteAllText(stage.At("drift.txt"), said);
        stage.Stand("gh", $"""
            case "$*" in
              *'issue list --label {existing} '*) echo '12' ;;
              *'issue list'*) ;;
              *--body-file*) cp "${"{@: -1}"}" '{stage.At("sent")}' ;;
            esac
            """);
        var (code, _, errors) = await stage.Run(
            "report-drift", [stage.At("drift.txt")],
            ("OUTCOME", outcome), ("GITHUB_SERVER_URL", "https://github.com"), ("GITHUB_REPOSITORY", "example/secure-api"), ("GITHUB_RUN_ID", "1"));
        Assert.True(code == 0, errors);
        return stage.Calls;
    }

    [GeneratedRegex("<Version>(.+)</Version>")]
    private static partial Regex RepositoryVersion();
}
