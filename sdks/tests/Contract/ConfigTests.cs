using System.Text.Json;
using Pulumi;
using Xunit;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>The configuration variable is one for the whole process, so these tests run alone.</summary>
[CollectionDefinition(nameof(ConfigTests), DisableParallelization = true)]
[Collection(nameof(ConfigTests))]
public sealed class ConfigTests : IDisposable
{
    private const string Variable = "PULUMI_CONFIG";

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);

    [Fact]
    public async Task Get_BothKeyForms_AreRead()
        => await With("""{ "proj:a": "1", "proj:config:b": "2", "other:c": "3" }""", () =>
        {
            var config = new Config();
            Assert.Equal(("1", "2", null), (config.Get("a"), config.Get("b"), config.Get("c")));
            Assert.Equal("3", new Config("other").Require("c"));
            Assert.Equal("1", new Config("proj:config").Require("a"));
        });

    [Fact]
    public async Task Get_TypedValues_AreParsed()
        => await With("""{ "proj:b": "true", "proj:i": "42", "proj:d": "1.5", "proj:o": "{\"A\":[1,2]}" }""", () =>
        {
            var config = new Config();
            Assert.True(config.RequireBoolean("b"));
            Assert.Equal((42, 1.5), (config.RequireInt32("i"), config.RequireDouble("d")));
            Assert.Equal([1, 2], config.RequireObject<Dictionary<string, int[]>>("o")["A"]);
            Assert.Null(config.GetBoolean("x"));
            Assert.Null(config.GetInt32("x"));
            Assert.Null(config.GetDouble("x"));
            Assert.Null(config.GetObject<Dictionary<string, int[]>>("x"));
            Assert.Null(config.GetSecret("x"));
        });

    [Fact]
    public async Task GetSecret_Values_AreSecret()
        => await With("""{ "proj:s": "x", "proj:i": "4" }""", async () =>
        {
            var config = new Config();
            Assert.True(await Output.IsSecretAsync(config.RequireSecret("s")));
            Assert.True(await Output.IsSecretAsync(config.RequireSecretInt32("i")));
            Assert.Equal("x", await Run.Value(config.GetSecret("s")!));
        });

    [Theory]
    [InlineData("""{ "proj:x": true }""", "True", "Boolean")]
    [InlineData("""{ "proj:x": "yes" }""", "yes", "Boolean")]
    public async Task RequireBoolean_AnotherText_Fails(string json, string value, string type)
        => await With(json, () =>
        {
            var error = Assert.ThrowsAny<RunException>(() => new Config().RequireBoolean("x"));
            Assert.Equal($"Configuration 'proj:x' value '{value}' is not a valid {type}", error.Message);
        });

    [Fact]
    public async Task RequireInt32_AnotherText_Fails()
        => await With("""{ "proj:x": "1.5" }""", () =>
        {
            var error = Assert.ThrowsAny<RunException>(() => new Config().RequireInt32("x"));
            Assert.Equal("Configuration 'proj:x' value '1.5' is not a valid Int32", error.Message);
        });

    [Fact]
    public async Task RequireObject_BadJson_Fails()
        => await With("""{ "proj:x": "{" }""", () =>
        {
            var error = Assert.ThrowsAny<RunException>(() => new Config().RequireObject<int[]>("x"));
            Assert.StartsWith("Configuration 'proj:x' value '{' is not a valid System.Int32[]", error.Message, StringComparison.Ordinal);
            Assert.IsType<JsonException>(error.InnerException, exactMatch: false);
        });

    [Fact]
    public async Task Require_Missing_SaysHowToSetIt()
    {
        var message = "";
        await With(null, () => message = Assert.ThrowsAny<RunException>(() => new Config().Require("k")).Message);

        Assert.Equal(
            "Missing Required configuration variable 'proj:k'\n\tplease set a value using the command `pulumi config set proj:k <value>`",
            message);
    }

    [Fact]
    public async Task TestAsync_BadJson_Throws()
        => await Assert.ThrowsAnyAsync<JsonException>(() => With("{", () => { }));

    [Fact]
    public async Task TestAsync_JsonArray_Throws()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => With("[]", () => { }));

    [Fact]
    public async Task TestAsync_ProjectAndStackVariables_AreNotRead()
    {
        Environment.SetEnvironmentVariable("PULUMI_PROJECT", "elsewhere");
        Environment.SetEnvironmentVariable("PULUMI_STACK", "elsewhere");
        try
        {
            await With(null, () => Assert.Equal(("proj", "dev"), (Deployment.Instance.ProjectName, Deployment.Instance.StackName)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_PROJECT", null);
            Environment.SetEnvironmentVariable("PULUMI_STACK", null);
        }
    }

    private static Task With(string? json, Action check)
        => With(json, () =>
        {
            check();
            return Task.CompletedTask;
        });

    private static async Task With(string? json, Func<Task> check)
    {
        Environment.SetEnvironmentVariable(Variable, json);
        await Deployment.TestAsync(new RecordingMocks(), Run.Preview, check);
    }
}
