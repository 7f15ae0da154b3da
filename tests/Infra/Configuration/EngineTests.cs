using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moq;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Tests.Support;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Settings from Pulumi's engine: the same as from the files, and what is asked for only in a deployment.</summary>
public sealed class EngineTests
{
    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    public void Settings_FromTheEngine_AreThoseOfTheFiles(string stack)
    {
        var offline = StackConfiguration.FromFiles(RepositoryFiles.Root, stack);

        var today = offline.Mtls.Crl?.ThisUpdate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "2026-07-22";

        var deployed = StackConfiguration.FromEngine(WithRealNames(stack), Clock(today));

        Assert.Equal(
            SettingsText.Of(offline).Replace(".example.com", ".acme.dev", StringComparison.Ordinal).Replace("@example.com", "@acme.dev", StringComparison.Ordinal),
            SettingsText.Of(deployed));
    }

    [Theory]
    [InlineData("2026-07-23", "a day that has begun (UTC): it is 2026-07-22")]
    [InlineData("2025-07-22", "the lists have expired")]
    public void RevocationListTimesRule_ListsOfAnotherTime_AreRefused(string thisUpdate, string says)
    {
        var configuration = Sample("secure-api:mtls", $$$"""{"crl":{"number":1,"thisUpdate":"{{{thisUpdate}}}"}}""");

        var error = Assert.Throws<SettingsException>(() => StackConfiguration.FromEngine(configuration, Clock("2026-07-22")));

        Assert.Contains(says, Assert.Single(error.Faults).Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-07-22")]
    [InlineData("2025-07-23")]
    public void RevocationListTimesRule_ListsThatHoldToday_AreAllowed(string thisUpdate) =>
        StackConfiguration.FromEngine(Sample("secure-api:mtls", $$$"""{"crl":{"number":1,"thisUpdate":"{{{thisUpdate}}}"}}"""), Clock("2026-07-22"));

    [Theory]
    [InlineData("api.example.com")]
    [InlineData("example.org")]
    [InlineData("api.test")]
    [InlineData("shop.example")]
    [InlineData("api.acme.invalid")]
    public void RealDomainRule_ExampleDomain_IsRefused(string domain)
    {
        var fault = Assert.Single(Faults(Sample("secure-api:edge", $$"""{"domain":"{{domain}}","hostedZoneId":"Z0123456789ABCDEFGHIJ"}""")));

        Assert.Equal("secure-api:edge.domain", fault.Key);
        Assert.Equal(domain, fault.Value);
        Assert.Null(fault.Location);
    }

    [Fact]
    public void RealDomainRule_ExampleAddressOfAlarms_IsRefused()
    {
        var fault = Assert.Single(Faults(Sample("secure-api:alarms", """{"emails":["real@acme.dev","oncall@example.com"]}""")));

        Assert.Equal("secure-api:alarms.emails[1]", fault.Key);
    }

    [Theory]
    [InlineData("example-shop.com")]
    [InlineData("myexample.com")]
    [InlineData("api.testing.dev")]
    public void RealDomainRule_DomainThatOnlyLooksLikeOne_IsAllowed(string domain) =>
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
        var fault = Assert.Single(Faults(Sample("secure-api:services", """{"api":{"pathPrefix":"/","secrets":{"API_WEBHOOK_KEYS":"plain"}}}""")));

        Assert.Equal("secure-api:services.api.secrets.API_WEBHOOK_KEYS", fault.Key);
        Assert.Equal(SecretText.Mask, fault.Value);
    }

    [Theory]
    [InlineData("secure-api:netwrok", "{}", "did you mean network?")]
    [InlineData("secure-api:network", "{\"natGateway\":\"none\"}", "did you mean natGateways?")]
    [InlineData("aws:profile", "production", "aws:region alone")]
    [InlineData("other:thing", "1", "a key of this project")]
    [InlineData("secure-api:network", "{\"cidr\":", "a map, not text")]
    public void Key_Unknown_IsReported(string key, string value, string says) =>
        Assert.Contains(says, Assert.Single(Faults(Sample(key, value))).Rule, StringComparison.Ordinal);

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

    private static ImmutableArray<SettingFault> Faults(EngineConfiguration configuration) =>
        Assert.Throws<SettingsException>(() => StackConfiguration.FromEngine(configuration)).Faults;

    private static EngineConfiguration Sample(string key, string value) => new()
    {
        Project = "secure-api",
        Stack = "prod",
        Values = NamedMaps.Empty<string>()
            .Add("aws:region", "eu-west-1")
            .Add("secure-api:edge", """{"domain":"api.acme.dev","hostedZoneId":"Z0123456789ABCDEFGHIJ"}""")
            .Add("secure-api:services", """{"api":{"pathPrefix":"/"}}""")
            .SetItem(key, value),
    };

    /// <summary>A stack of this repository as the engine would hand it over, with names that can be deployed.</summary>
    private static EngineConfiguration WithRealNames(string stack)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(RepositoryFiles.At($"Pulumi.{stack}.yaml"))
            .Replace(".example.com", ".acme.dev", StringComparison.Ordinal)
            .Replace("@example.com", "@acme.dev", StringComparison.Ordinal)));
        var config = (YamlMappingNode)((YamlMappingNode)yaml.Documents[0].RootNode).Children["config"];
        return new EngineConfiguration
        {
            Project = "secure-api",
            Stack = stack,
            Values = config.Children.ToNamedMap(entry => ((YamlScalarNode)entry.Key).Value!,
                entry => entry.Value is YamlScalarNode scalar ? scalar.Value! : ToJson(entry.Value)!.ToJsonString()),
        };
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, ToJson(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } truth => JsonValue.Create(truth.Value == "true"),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when int.TryParse(scalar.Value, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new JsonException($"Not a value: {node}"),
    };
}
