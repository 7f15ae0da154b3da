using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>The script that plans, scans and writes down the images of a deployment.</summary>
public sealed class ImageScriptTests : IDisposable
{
    private const string Api = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/secure-api-prod/api";
    private const string Index = """
        {"manifests":[{"digest":"sha256:amd","platform":{"os":"linux"}},{"digest":"sha256:arm","platform":{"os":"linux"}},{"digest":"sha256:sbom","platform":{"os":"unknown"}}]}
        """;

    private readonly ScriptStage stage = new();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData("COMPLETE")]
    [InlineData("ACTIVE")]
    public async Task Scan_WithoutCriticalFindings_LooksAtEveryPlatformAndPasses(string status)
    {
        var (code, output, errors) = await Scan(Index, Answer(status, "HIGH"));
        Assert.True(code == 0, errors);
        Assert.Equal([$"scanned: {Api}:v1 (sha256:amd)", $"scanned: {Api}:v1 (sha256:arm)"], output.Split('\n'));
        Assert.DoesNotContain("sha256:sbom", stage.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_WithACriticalFinding_FailsAndNamesIt()
    {
        var (code, output, _) = await Scan(Index, Answer("COMPLETE", "CRITICAL"));
        Assert.Equal(1, code);
        Assert.Contains($"::error::CVE-2026-1 is critical, in {Api}:v1 (sha256:arm)", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2999-12-31", 0)]
    [InlineData("2020-01-01", 1)]
    public async Task Scan_WithAnAcceptedFinding_PassesUntilItsLastDay(string until, int expected)
    {
        File.WriteAllText(stage.At("accepted"), $"CVE-2026-1 {until} not reachable\n");
        var (code, output, _) = await Scan(Index, Answer("COMPLETE", "CRITICAL"));
        Assert.Equal(expected, code);
        Assert.Equal(expected == 0, output.Contains("accepted: CVE-2026-1", StringComparison.Ordinal));
    }

    /// <summary>An image that nobody looked at is not a good one.</summary>
    [Theory]
    [InlineData(Index, "FAILED", "did not finish: FAILED")]
    [InlineData(Index, "UNSUPPORTED_IMAGE", "did not finish: UNSUPPORTED_IMAGE")]
    [InlineData(Index, "PENDING", "did not finish: PENDING")]
    [InlineData("""{"manifests":[]}""", "COMPLETE", "no platform")]
    [InlineData("""{"config":{}}""", "COMPLETE", "null")]
    [InlineData("", "COMPLETE", "")]
    public async Task Scan_ThatDidNotHappen_Fails(string index, string status, string message)
    {
        var (code, _, errors) = await Scan(index, Answer(status, "LOW"));
        Assert.NotEqual(0, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_ThatThePushDidNotStart_IsAskedForOnceAndAwaited()
    {
        File.WriteAllText(stage.At("accepted"), "");
        stage.Stand("docker", $"echo '{Index.Trim()}'");
        stage.Stand("aws", $"""
            case "$*" in
              *start-image-scan*) touch '{stage.At("started")}' ;;
              *) [[ -f '{stage.At("started")}' ]] && echo '{Answer("COMPLETE", "LOW")}' ;;
            esac
            """);

        var (code, _, errors) = await stage.Run(
            "images", ["scan"], ("REFERENCES", $"{Api}:v1"), ("ACCEPTED", stage.At("accepted")), ("SCAN_POLL_SECONDS", "0"), ("SCAN_POLL_ATTEMPTS", "3"));

        Assert.True(code == 0, errors);
        Assert.Single(stage.Calls.Split('\n'), call => call.Contains("start-image-scan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_NamesTagsByContentAndAsksWhatTheRegistryHas()
    {
        stage.Stand("pulumi", $"echo '{{\"api\":\"{Api}\",\"gateway\":\"{Api[..^3]}gateway\"}}'");
        stage.Stand("docker", "cat > /dev/null");
        stage.Stand("git", "echo 0123abcd");
        stage.Stand("aws", """case "$*" in *get-login-password*) echo token ;; *prod/api*) echo sha256:aa ;; *) exit 254 ;; esac""");

        var (code, output, errors) = await stage.Run("images", ["plan"]);

        Assert.True(code == 0, errors);
        Assert.Equal(
            [$"gateway_reference={Api[..^3]}gateway:0123abcd", "gateway_exists=false", $"api_reference={Api}:0123abcd", "api_exists=true"],
            output.Split('\n'));
        Assert.Contains($"docker login --username AWS --password-stdin {Api.Split('/')[0]}", stage.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sha256:aa", 0)]
    [InlineData("None", 1)]
    public async Task Write_SetsTheDigestOfTheRegistry_OrNothing(string digest, int expected)
    {
        stage.Stand("aws", $"echo {digest}");
        stage.Stand("pulumi", "");

        var (code, _, _) = await stage.Run("images", ["write"], ("REFERENCES", $"{Api}:v1"));

        Assert.Equal(expected, code);
        Assert.Equal(expected == 0, stage.Calls.Contains("pulumi config set --path secure-api:images.api sha256:aa", StringComparison.Ordinal));
    }

    private static string Answer(string status, string severity) =>
        $$$"""{"imageScanStatus":{"status":"{{{status}}}"},"imageScanFindings":{"findings":[{"name":"CVE-2026-1","severity":"{{{severity}}}"}]}}""";

    private Task<(int Code, string Output, string Errors)> Scan(string index, string answer)
    {
        if (!File.Exists(stage.At("accepted")))
            File.WriteAllText(stage.At("accepted"), "");
        stage.Stand("docker", index.Length == 0 ? "exit 1" : $"echo '{index.Trim()}'");
        stage.Stand("aws", $"echo '{answer}'");
        return stage.Run("images", ["scan"], ("REFERENCES", $"{Api}:v1"), ("ACCEPTED", stage.At("accepted")), ("SCAN_POLL_SECONDS", "0"), ("SCAN_POLL_ATTEMPTS", "3"));
    }
}
