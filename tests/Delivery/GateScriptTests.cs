using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>The script that previews against the account and asks the gate; the gate itself is a stand-in here.</summary>
public sealed class GateScriptTests : IDisposable
{
    private readonly ScriptStage stage = new();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Gate_ByItsVerdict_DecidesAndTheChangesAreListed(int verdict)
    {
        stage.Stand("pulumi", $"cat '{RepositoryFiles.At("tests", "Delivery", "Data", "preview-replace.json")}'");
        stage.Stand("dotnet", $"echo 'Replace gate: said'; exit {verdict}");

        var (code, output, errors) = await stage.Run("replace-gate", [], ("LABELS", """["allow-replace:subnet","two words"]"""));

        Assert.True(code == verdict, errors);
        Assert.Contains("  replace  aws:lb/loadBalancer:LoadBalancer  secure-api-prod-alb\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("  same  ", output, StringComparison.Ordinal);
        Assert.EndsWith("Replace gate: said\n~~~~", output, StringComparison.Ordinal);
        Assert.Contains("--label allow-replace:subnet --label two words", stage.Calls, StringComparison.Ordinal);
    }

    /// <summary>The engine's own advice, to take a flag out of the program, does not help here.</summary>
    [Theory]
    [InlineData("resource X cannot be deleted because it is protected. To unprotect the resource, either remove the flag", true)]
    [InlineData("unable to replace resource X as it is currently marked for protection", true)]
    [InlineData("no credentials", false)]
    public async Task Gate_WhenTheEngineProtectsAResource_NamesTheSettingThatLiftsIt(string message, bool isProtected)
    {
        stage.Stand("pulumi", $$"""echo '{"diagnostics":[{"severity":"error","message":"{{message}}"}]}'; exit 255""");

        var (_, _, errors) = await stage.Run("replace-gate", []);

        Assert.Equal(isProtected, errors.Contains("secure-api:protection.except", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gate_WhenThePreviewFails_IsNotAskedAndTheErrorIsShown()
    {
        stage.Stand("pulumi", """echo '{"diagnostics":[{"severity":"error","message":"no credentials"}]}'; exit 255""");
        stage.Stand("dotnet", "exit 0");

        var (code, _, errors) = await stage.Run("replace-gate", []);

        Assert.Equal(1, code);
        Assert.Contains("no credentials", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("dotnet", stage.Calls, StringComparison.Ordinal);
    }

    /// <summary>In a deployment they are those of the pull request that brought the commit.</summary>
    [Theory]
    [InlineData("""["allow-delete:bucket"]""", "--label allow-delete:bucket")]
    [InlineData("[]", "gate ")]
    public async Task Labels_OfADeployment_AreAskedOfGitHub(string labels, string given)
    {
        stage.Stand("pulumi", "echo '{}'");
        stage.Stand("gh", $"echo '{labels}'");
        stage.Stand("dotnet", "echo passed");

        var (code, _, errors) = await stage.Run("replace-gate", [], ("GITHUB_SHA", "0123abcd"), ("GITHUB_REPOSITORY", "example/secure-api"));

        Assert.True(code == 0, errors);
        Assert.Contains("gh api --paginate repos/example/secure-api/commits/0123abcd/pulls", stage.Calls, StringComparison.Ordinal);
        Assert.Contains(given, stage.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_ThatCannotBeAsked_AreNotTakenForNone()
    {
        stage.Stand("pulumi", "echo '{}'");
        stage.Stand("gh", "echo 'HTTP 502' >&2; exit 1");
        stage.Stand("dotnet", "echo passed");

        var (code, _, errors) = await stage.Run("replace-gate", [], ("GITHUB_SHA", "0123abcd"), ("GITHUB_REPOSITORY", "example/secure-api"));

        Assert.NotEqual(0, code);
        Assert.Contains("HTTP 502", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("dotnet", stage.Calls, StringComparison.Ordinal);
    }

    /// <summary>A checkout that git refuses to read must not pass as one without files.</summary>
    [Theory]
    [InlineData("echo 'fatal: detected dubious ownership' >&2; exit 128", "dubious ownership")]
    [InlineData("exit 0", "Git knows no file here")]
    public async Task Check_WhenGitListsNothing_Fails(string git, string said)
    {
        stage.Stand("git", git);
        stage.Stand("npm", "exit 0");

        var (code, output, errors) = await stage.Run("check", []);

        Assert.NotEqual(0, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Linted", output, StringComparison.Ordinal);
    }
}
