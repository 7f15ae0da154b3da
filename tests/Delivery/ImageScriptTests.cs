using System.Text.Json;
using SecureApi.Tests.Support;
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

    /// <summary>An image that another pipeline pushed may be for one platform: it is no index.</summary>
    [Fact]
    public async Task Scan_OfADigest_LooksAtAnImageOfOnePlatform()
    {
        File.WriteAllText(stage.At("accepted"), "");
        stage.Stand("docker", """echo '{"layers":[]}'""");
        stage.Stand("aws", $"echo '{Answer("COMPLETE", "LOW")}'");

        var (code, output, errors) = await stage.Run("images", ["scan"], ("REFERENCES", $"{Api}@sha256:one"), ("ACCEPTED", stage.At("accepted")));

        Assert.True(code == 0, errors);
        Assert.Equal($"scanned: {Api}@sha256:one (sha256:one)", output);
        Assert.Contains("--repository-name secure-api-prod/api --image-id imageDigest=sha256:one", stage.Calls, StringComparison.Ordinal);
    }

    /// <summary>
    /// Every image that the stack names: one of a folder that the registry has, one that it lacks, one of another pipeline, and one
    /// that does not exist yet.
    /// </summary>
    [Fact]
    public async Task Plan_OfEveryImageThatTheStackNames_BuildsThoseOfAFolderThatTheRegistryLacks()
    {
        StandStack("""{"api":"/","partner":"/partner","later":"/later"}""", """{"gateway":"sha256:old","partner":"sha256:cc"}""", "gateway", "api", "partner", "later", "gone");
        stage.Stand("docker", "cat > /dev/null");
        stage.Stand("git", "echo 0123abcd");
        stage.Stand("aws", """case "$*" in *get-login-password*) echo token ;; *prod/api*) echo sha256:aa ;; *) exit 254 ;; esac""");

        var (code, output, errors) = await stage.Run("images", ["plan"], ("BAKE_FILE", stage.At("bake.json")));

        Assert.True(code == 0, errors);
        var (gateway, api) = ($"{Api[..^3]}gateway:0123abcd", $"{Api}:0123abcd");
        Assert.Equal(["build=true", $"built={gateway} {api}", $"scanned={gateway} {api} {Api[..^3]}partner@sha256:cc"], output.Split('\n'));
        Assert.Contains("later has neither a folder images/later nor a digest", errors, StringComparison.Ordinal);
        Assert.Contains($"docker login --username AWS --password-stdin {Api.Split('/')[0]}", stage.Calls, StringComparison.Ordinal);

        using var bake = JsonDocument.Parse(File.ReadAllText(stage.At("bake.json")));
        Assert.Equal("""{"default":{"targets":["gateway"]}}""", bake.RootElement.GetProperty("group").GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        var target = Assert.Single(bake.RootElement.GetProperty("target").EnumerateObject());
        Assert.Equal(("images/gateway", gateway, false), (target.Value.GetProperty("context").GetString(), target.Value.GetProperty("tags")[0].GetString(), target.Value.GetProperty("no-cache").GetBoolean()));
        Assert.Equal(["linux/amd64", "linux/arm64"], target.Value.GetProperty("platforms").EnumerateArray().Select(platform => platform.GetString()));
        Assert.Equal(["type=sbom", "type=provenance,mode=max"], target.Value.GetProperty("attest").EnumerateArray().Select(kind => kind.GetString()));
    }

    [Fact]
    public async Task Plan_WhenTheRegistryHasEveryImage_BuildsNothing()
    {
        StandStack("""{"api":"/"}""", "{}", "gateway", "api");
        stage.Stand("docker", "cat > /dev/null");
        stage.Stand("git", "echo 0123abcd");
        stage.Stand("aws", "echo sha256:aa");

        var (code, output, errors) = await stage.Run("images", ["plan"], ("BAKE_FILE", stage.At("bake.json")));

        Assert.True(code == 0, errors);
        Assert.StartsWith("build=false\n", output, StringComparison.Ordinal);
    }

    /// <summary>Before its image can be pushed, a service needs its repository; the others are not deployed for nothing.</summary>
    [Theory]
    [InlineData("""{"api":"/"}""", false)]
    [InlineData("""{"api":"/","orders":"/orders"}""", true)]
    public async Task New_WhenAServiceHasNoRepository_DeploysOnce(string services, bool deploys)
    {
        StandStack(services, "{}", "gateway", "api");

        var (code, _, errors) = await stage.Run("images", ["new"]);

        Assert.True(code == 0, errors);
        Assert.Equal(deploys, stage.Calls.Contains("pulumi up --yes", StringComparison.Ordinal));
        Assert.Equal(deploys, errors.Contains("no repository yet, and run no tasks until their image is there: orders", StringComparison.Ordinal));
        if (deploys) Assert.Equal(1, (await stage.Run("images", ["plan"])).Code);
    }

    [Fact]
    public async Task Check_OfAPullRequest_BuildsEveryFolderAndPushesNothing()
    {
        var (code, _, errors) = await stage.Run("images", ["check"], ("BAKE_FILE", stage.At("bake.json")));

        Assert.True(code == 0, errors);
        using var bake = JsonDocument.Parse(File.ReadAllText(stage.At("bake.json")));
        var folders = Directory.EnumerateDirectories(RepositoryFiles.At("images")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);
        Assert.Equal(folders, bake.RootElement.GetProperty("group").GetProperty("default").GetProperty("targets").EnumerateArray().Select(name => name.GetString()!));
        Assert.All(bake.RootElement.GetProperty("target").EnumerateObject(), target =>
            Assert.Equal(("type=cacheonly", $"images/{target.Name}"), (target.Value.GetProperty("output")[0].GetString(), target.Value.GetProperty("context").GetString())));
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

    private void StandStack(string services, string images, params string[] repositories) => stage.Stand("pulumi", $$"""
        case "$*" in
          *repositoryUrls*) echo '{{JsonSerializer.Serialize(repositories.ToDictionary(name => name, name => Api[..^3] + name))}}' ;;
          *services) echo '{"value":"{}","objectValue":{{services}}}' ;;
          *images) echo '{"value":"{}","objectValue":{{images}}}' ;;
        esac
        """);

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
