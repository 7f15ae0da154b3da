using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.SecretsManager;

public sealed class ServiceSecretsTests
{
    private const string Value = "only-the-secret-version-may-hold-this";

    [Fact]
    public async Task ConfiguredSecret_OfAService_IsOneSecretReferencedByVersion()
    {
        var stack = await Record(new SecretText(Value));
        var version = stack.OfType("aws:secretsmanager/secretVersion:SecretVersion").Single(IsApi);
        Assert.IsType<RecordedSecret>(version.Inputs["secretString"]);
        Assert.Contains(Value, version.Inputs.Text("secretString")!, StringComparison.Ordinal);

        var secret = stack.OfType("aws:secretsmanager/secret:Secret").Single(IsApi).Outputs.Text("arn");
        var container = stack.OfType("aws:ecs/taskDefinition:TaskDefinition").Single(IsApi).Inputs.Text("containerDefinitions")!;
        Assert.Contains(
            $$"""{"name":"API_WEBHOOK_KEYS","valueFrom":"{{secret}}:API_WEBHOOK_KEYS::{{version.Outputs.Text("versionId")}}"}""",
            container,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExternalSecret_OfAService_HasNoVersionOfTheStack()
    {
        var stack = await Record(SecretText.External);
        Assert.DoesNotContain(stack.OfType("aws:secretsmanager/secretVersion:SecretVersion"), IsApi);
        Assert.Contains(
            stack.OfType("aws:secretsmanager/secret:Secret").Single(IsApi).Outputs.Text("arn")!,
            stack.OfType("aws:ecs/taskDefinition:TaskDefinition").Single(IsApi).Inputs.Text("containerDefinitions")!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecutionRole_OfAService_ReadsItsOwnSecretsAlone()
    {
        var stack = await Record(new SecretText(Value));
        var policy = stack.OfType("aws:iam/policy:Policy").Single(resource => resource.Name.EndsWith("-api-exec-secrets", StringComparison.Ordinal));
        var others = stack.OfType("aws:secretsmanager/secret:Secret").Where(secret => !IsApi(secret)).Select(secret => secret.Outputs.Text("arn")!);
        Assert.All(others, arn => Assert.DoesNotContain(arn, policy.Inputs.Text("policy")!, StringComparison.Ordinal));
    }

    private static bool IsApi(RecordedResource resource) => resource.Name.Contains("-api", StringComparison.Ordinal)
        && !resource.Name.EndsWith("-tls", StringComparison.Ordinal);

    private static Task<RecordedStack> Record(SecretText secret)
    {
        var settings = StackCase.Minimal() with { Project = "shop" };
        var service = settings.Services["api"];
        return StackMatrix.Record(settings with
        {
            Services = settings.Services.SetItem("api", service with { Secrets = service.Secrets.Add("API_WEBHOOK_KEYS", secret) }),
        });
    }
}
