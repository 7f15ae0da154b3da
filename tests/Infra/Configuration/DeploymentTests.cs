using Pulumi;
using Pulumi.Testing;
using SecureApi.Configuration;
using SecureApi.Sdks.Tests.Contract;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Settings read inside a running deployment. The variables are those of the whole process, so these tests run alone.</summary>
[CollectionDefinition(nameof(DeploymentTests), DisableParallelization = true)]
[Collection(nameof(DeploymentTests))]
public sealed class DeploymentTests : IDisposable
{
    private const string Values = "PULUMI_CONFIG";
    private const string SecretKeys = "PULUMI_CONFIG_SECRET_KEYS";

    private const string Valid = """
        {
          "aws:region": "eu-west-1",
          "secure-api:config:environment": "staging",
          "secure-api:edge": "{\"domain\":\"api.acme.dev\",\"hostedZoneId\":\"Z0123456789ABCDEFGHIJ\"}",
          "secure-api:services": "{\"api\":{\"pathPrefix\":\"/\",\"secrets\":{\"DB_PASSWORD\":\"hunter2\"}}}"
        }
        """;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Values, null);
        Environment.SetEnvironmentVariable(SecretKeys, null);
    }

    [Fact]
    public async Task Settings_OfTheDeployment_AreRead()
    {
        var settings = await Run(Valid, """["secure-api:services"]""");

        Assert.Equal(("secure-api", "blue", "eu-west-1"), (settings.Project, settings.Stack, settings.Region.Name));
        Assert.Equal(DeploymentEnvironment.Staging, settings.Environment);
        Assert.Equal("hunter2", settings.Services["api"].Secrets["DB_PASSWORD"].Value);
    }

    [Fact]
    public async Task Errors_InADeployment_AreItsWholeMessage()
    {
        var error = await Assert.ThrowsAnyAsync<RunException>(() => Run(
            Valid.Replace("secure-api:config:environment", "secure-api:enviroment", StringComparison.Ordinal), "[]"));

        Assert.Equal(
            """
            The configuration of stack 'blue' has 2 errors; nothing was declared.

              secure-api:enviroment
                value    (text)
                rule     a known key; did you mean environment?
                example  secure-api:environment: prod

              secure-api:services.api.secrets.DB_PASSWORD
                value    [secret]
                rule     an encrypted value (pulumi config set --secret --path), or {external: true} when it is put into Secrets Manager by hand
                example  DB_PASSWORD: {external: true}

            """,
            error.Message);
    }

    [Fact]
    public async Task Configuration_Absent_LacksWhatIsRequired()
    {
        var error = await Assert.ThrowsAnyAsync<RunException>(() => Run(null, null));

        Assert.Contains("aws:region", error.Message, StringComparison.Ordinal);
        Assert.Contains("secure-api:edge", error.Message, StringComparison.Ordinal);
    }

    private static async Task<StackConfig> Run(string? values, string? secretKeys)
    {
        Environment.SetEnvironmentVariable(Values, values);
        Environment.SetEnvironmentVariable(SecretKeys, secretKeys);
        StackConfig? settings = null;
        await Deployment.TestAsync(
            new RecordingMocks(),
            new TestOptions { ProjectName = "secure-api", StackName = "blue" },
            () => { settings = StackConfiguration.FromEngine(); });
        return settings!;
    }
}
