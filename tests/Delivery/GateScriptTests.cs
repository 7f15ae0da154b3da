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
}
