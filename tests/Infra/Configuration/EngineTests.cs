using System.Collections.Immutable;
using System.Globalization;
using Moq;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Settings from Pulumi's engine: the same as from the files, and what is asked for only in a deployment.</summary>
public sealed class EngineTests
{
    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    public void Settings_FromTheEngine_AreThoseOfTheFiles(string stack)
    {
        var offline = StackFileReader.Load(RepositoryFiles.Root, stack);

        var today = offline.Mtls.Crl?.ThisUpdate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "2026-07-22";

        var deployed = StackConfiguration.FromEngine(WithRealNames(stack), Clock(today));

        Assert.Equal(
            SettingsText.Of(offline).Replace(".example.com", ".acme.dev", StringComparison.Ordinal).Replace("@example.com", "@acme.dev", StringComparison.Ordinal),
            SettingsText.Of(deployed));
    }

    [Theory]
    [InlineData("2026-07-23", "not in the future (UTC): today is 2026-07-22")]
    [InlineData("2025-07-22", "the lists have expired")]
    public void RevocationLists_ListsOfAnotherTime_AreRefused(string thisUpdate, string says)
    {
        var configuration = Sample("secure-api:mtls", $$$"""{"crl":{"number":1,"thisUpdate":"{{{thisUpdate}}}"}}""");

        var error = Assert.Throws<ConfigException>(() => StackConfiguration.FromEngine(configuration, Clock("2026-07-22")));

        Assert.Contains(says, Assert.Single(error.Errors).Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-07-22")]
    [InlineData("2025-07-23")]
    public void RevocationLists_ListsThatHoldToday_AreAllowed(string thisUpdate) =>
        StackConfiguration.FromEngine(Sample("secure-api:mtls", $$$"""{"crl":{"number":1,"thisUpdate":"{{{thisUpdate}}}"}}"""), Clock("2026-07-22"));

    [Theory]
    [InlineData("api.example.com")]
    [InlineData("example.org")]
    [InlineData("api.test")]
    [InlineData("shop.example")]
    [InlineData("api.acme.invalid")]
    public void ExampleNames_ExampleDomain_IsRefused(string domain)
    {
        var error = Assert.Single(Errors(Sample("secure-api:edge", $$"""{"domain":"{{domain}}","hostedZoneId":"Z0123456789ABCDEFGHIJ"}""")));

        Assert.Equal("secure-api:edge.domain", error.Key);
        Assert.Equal(domain, error.Value);
        Assert.Null(error.Location);
    }

    [Fact]
    public void ExampleNames_ExampleAddressOfAlarms_IsRefused()
    {
        var error = Assert.Single(Errors(Sample("secure-api:alarms", """{"emails":["real@acme.dev","oncall@example.com"]}""")));

        Assert.Equal("secure-api:alarms.emails[1]", error.Key);
    }

    [Theory]
    [InlineData("example-shop.com")]
    [InlineData("myexample.com")]
    [InlineData("api.testing.dev")]
    public void ExampleNames_DomainThatOnlyLooksLikeOne_IsAllowed(string domain) =>
        StackConfiguration.FromEngine(Sample("secure-api:edge", $$"""{"domain":"{{domain}}","hostedZoneId":"Z0123456789ABCDEFGHIJ"}"""));

    [Fact]
    public void Secret_MarkedByTheEngine_CarriesItsValue()
    {
        var configuration = Sample("secure-api:services", """{"api":{"pathPrefix":"/","secrets":{"API_WEBHOOK_KEYS":"{\"acme\":\"k\"}"}}}""") with
        {
            SecretKeys = ["secure-api:services"],
        };

        Assert.Equal("""{"acme":"k"}""", StackConfiguration.FromEngine(configuration).Services["api"].Secrets["API_WEBHOOK_KEYS"].Value);
    }

    [Fact]
    public void Secret_NotMarkedByTheEngine_IsRefused()
    {
        var error = Assert.Single(Errors(Sample("secure-api:services", """{"api":{"pathPrefix":"/","secrets":{"API_WEBHOOK_KEYS":"plain"}}}""")));

        Assert.Equal("secure-api:services.api.secrets.API_WEBHOOK_KEYS", error.Key);
        Assert.Equal(SecretText.Mask, error.Value);
    }

    [Theory]
    [InlineData("secure-api:netwrok", "{}", "did you mean network?")]
    [InlineData("secure-api:network", "{\"natGateway\":\"none\"}", "did you mean natGateways?")]
    [InlineData("aws:profile", "production", "aws:region alone")]
    [InlineData("other:thing", "1", "a key of this project")]
    [InlineData("secure-api:network", "{\"cidr\":", "a map, not text")]
    public void Key_Unknown_IsReported(string key, string value, string says) =>
        Assert.Contains(says, Assert.Single(Errors(Sample(key, value))).Rule, StringComparison.Ordinal);

    [Fact]
    public void Key_OfTheEngineItself_IsAllowed() =>
        StackConfiguration.FromEngine(Sample("pulumi:autonaming", """{"mode":"default"}"""));

    /// <summary>A clock that stands at noon.</summary>
    private static TimeProvider Clock(string day)
    {
        var clock = new Mock<TimeProvider>();
        clock.Setup(time => time.GetUtcNow()).Returns(DateTimeOffset.Parse($"{day}T12:00:00Z", CultureInfo.InvariantCulture));
        return clock.Object;
    }

    private static ImmutableArray<ConfigError> Errors(EngineConfiguration configuration) =>
        Assert.Throws<ConfigException>(() => StackConfiguration.FromEngine(configuration)).Errors;

    private static EngineConfiguration Sample(string key, string value) => new()
    {
        Project = "secure-api",
        Stack = "prod",
        Values = SortedMaps.Empty<string>()
            .Add("aws:region", "eu-west-1")
            .Add("secure-api:edge", """{"domain":"api.acme.dev","hostedZoneId":"Z0123456789ABCDEFGHIJ"}""")
            .Add("secure-api:services", """{"api":{"pathPrefix":"/"}}""")
            .SetItem(key, value),
    };

    /// <summary>A stack of this repository as the engine would hand it over, with names that can be deployed.</summary>
    private static EngineConfiguration WithRealNames(string stack)
    {
        var configuration = StackFileReader.Read(RepositoryFiles.Root, stack);
        return configuration with
        {
            Values = configuration.Values.MapValues((_, value) =>
                value.Replace(".example.com", ".acme.dev", StringComparison.Ordinal).Replace("@example.com", "@acme.dev", StringComparison.Ordinal)),
        };
    }
}
