using System.Text.Json;
using System.Text.RegularExpressions;
using SecureApi.Cli.Local;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Ecs;
using SecureApi.Gateway;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>What the images expect is what the task definitions give them: read from both sides.</summary>
public sealed partial class ImageContractTests
{
    /// <summary>Variables of the images with defaults for a task on Fargate, which the stack leaves alone.</summary>
    private static readonly HashSet<string> Defaulted =
    [
        "GATEWAY_LISTEN_ADDRESS", "GATEWAY_STATUS_PORT", "GATEWAY_WORKERS", "GATEWAY_RUNTIME_DIRECTORY", "GATEWAY_INTERMEDIATES",
    ];

    public static TheoryData<string> Images => ["gateway", "api"];

    [Theory]
    [MemberData(nameof(Images))]
    public async Task Container_OfEachImage_HasItsUserPortAndHealthCheck(string image)
    {
        var dockerfile = Dockerfile.Read(RepositoryFiles.At("images", image, "Dockerfile"));
        var container = await Container(image);
        Assert.Equal(dockerfile.Value("USER"), container.GetProperty("user").GetString());
        Assert.Equal(int.Parse(dockerfile.Value("EXPOSE")), container.GetProperty("portMappings")[0].GetProperty("containerPort").GetInt32());
        Assert.Contains(ContainerDefinition.HealthCheck, dockerfile.Value("HEALTHCHECK"), StringComparison.Ordinal);
        Assert.Equal(["CMD", ContainerDefinition.HealthCheck], Texts(container.GetProperty("healthCheck").GetProperty("command")));
        Assert.Contains(dockerfile.Values("COPY"), copy => copy.Contains(ContainerDefinition.HealthCheck, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GatewayContainer_InTheProdStack_GivesEveryVariableThatTheImageReads()
    {
        var read = Directory.EnumerateFiles(RepositoryFiles.At("images", "gateway", "lua"), "*.lua", SearchOption.AllDirectories)
            .SelectMany(file => GatewayVariable().Matches(File.ReadAllText(file)))
            .Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var given = Variables(await Container("gateway"));
        Assert.Equal(read.Except(Defaulted, StringComparer.Ordinal).Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ApiContainer_InTheProdStack_GivesOnlyVariablesThatTheImageReads()
    {
        var fields = ModelField().Matches(File.ReadAllText(RepositoryFiles.At("images", "api", "secure_api", "settings", "model.py")))
            .Select(match => $"API_{match.Groups[1].Value.ToUpperInvariant()}").ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(fields);
        Assert.Empty(Variables(await Container("api")).Except(fields, StringComparer.Ordinal));
    }

    [Fact]
    public async Task GatewayContainer_InTheProdStack_CanWriteWhereTheImageRenders()
    {
        var settings = File.ReadAllText(RepositoryFiles.At("images", "gateway", "lua", "gateway", "settings.lua"));
        Assert.Contains($"\"GATEWAY_RUNTIME_DIRECTORY\", \"{GatewayContract.RuntimeDirectory}\"", settings, StringComparison.Ordinal);
        var mounts = (await Container("gateway")).GetProperty("linuxParameters").GetProperty("tmpfs").EnumerateArray()
            .Select(mount => mount.GetProperty("containerPath").GetString());
        Assert.Contains(GatewayContract.RuntimeDirectory, mounts);
    }

    private static async Task<JsonElement> Container(string image)
    {
        RecordedStack stack = await StackMatrix.Record(StackMatrix.Prod);
        var task = stack.OfType("aws:ecs/taskDefinition:TaskDefinition").Single(resource => resource.Name.EndsWith($"-{image}", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(task.Inputs.Text("containerDefinitions")!);
        return json.RootElement[0].Clone();
    }

    private static IEnumerable<string> Variables(JsonElement container) => container.GetProperty("environment").EnumerateArray()
        .Concat(container.GetProperty("secrets").EnumerateArray())
        .Select(variable => variable.GetProperty("name").GetString()!);

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString());

    [GeneratedRegex("GATEWAY_[A-Z_]+[A-Z]")]
    private static partial Regex GatewayVariable();

    [GeneratedRegex(@"^    ([a-z_]+): .* = Field\(", RegexOptions.Multiline)]
    private static partial Regex ModelField();
}
