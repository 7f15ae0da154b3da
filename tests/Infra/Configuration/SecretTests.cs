using SecureApi.Common;
using SecureApi.Configuration;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>A secret stays one: in the settings' own text, and in every message about them.</summary>
public sealed class SecretTests
{
    private const string Secret = "correct-horse-battery-staple";

    [Fact]
    public void Text_OfASecret_IsMasked()
    {
        Assert.Equal("[secret]", new SecretText(Secret).ToString());
        Assert.Equal("[secret]", $"{new SecretText(Secret)}");
    }

    [Fact]
    public void EncryptedValue_Offline_IsASecretWhoseValueNobodyHas()
    {
        var settings = new SampleStack().With("services/api/secrets/API_WEBHOOK_KEYS", "{secure: AAABANkZ2w==}").Load();

        Assert.Equal(SecretText.Encrypted, settings.Services["api"].Secrets["API_WEBHOOK_KEYS"]);
    }

    [Fact]
    public void ExternalValue_HasNoValueHere()
    {
        var secret = new SampleStack().With("services/api/secrets/API_WEBHOOK_KEYS", "{external: true}").Load().Services["api"].Secrets["API_WEBHOOK_KEYS"];

        Assert.True(secret.IsExternal);
        Assert.Null(secret.Value);
    }

    [Theory]
    [InlineData("services/api/secrets/DB_PASSWORD")]
    [InlineData("services/api/settings/DB_PASSWORD")]
    [InlineData("services/api/settings/AUTH_TOKEN")]
    [InlineData("services/api/settings/db-password")]
    [InlineData("services/api/secrets/db-password")]
    [InlineData("services/api/secrets")]
    [InlineData("services/api/settings")]
    [InlineData("services/api/DB_PASSWORD")]
    [InlineData("services/api/secretz/DB")]
    [InlineData("services/api")]
    public void PlainText_WhereASecretBelongs_IsNotShown(string path)
    {
        var error = Assert.Throws<ConfigException>(() => new SampleStack().With(path, Secret).Load());

        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Number_WhereASecretBelongs_IsNotShown()
    {
        var error = Assert.Throws<ConfigException>(() => new SampleStack().With("services/api/settings/DB_PASSWORD", "12345678").Load());

        Assert.DoesNotContain("12345678", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void List_WhereSecretsBelong_IsNotShown()
    {
        var error = Assert.Throws<ConfigException>(() => new SampleStack().With("services/api/secrets", $"[{{DB: {Secret}}}, {Secret}]").Load());

        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void PrivateKey_InPlaceOfARequest_IsNotShown()
    {
        var error = Assert.Throws<ConfigException>(() => new SampleStack()
            .With("mtls/clients/acme", $"{{contact: a@acme.example, certificateSigningRequest: {SigningRequests.PrivateKey}}}")
            .Load());

        Assert.DoesNotContain(SigningRequests.PrivateKeyText, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ciphertext_InTheWrongPlace_IsNotShown()
    {
        var error = Assert.Throws<ConfigException>(() => new SampleStack().With("edge/domain", $"{{secure: {Secret}}}").Load());

        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownKey_ThatHoldsASecret_IsNotShown()
    {
        var error = Assert.Throws<ConfigException>(() => new SampleStack().With("services/api/secretz", $"{{DB: {{secure: {Secret}}}}}").Load());

        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void SecretKeyOfTheEngine_WithFaults_ShowsNoValueBelowIt()
    {
        var configuration = new EngineConfiguration
        {
            Project = "secure-api",
            Stack = "prod",
            Values = SortedMaps.Empty<string>()
                .Add("aws:region", "eu-west-1")
                .Add("secure-api:edge", """{"domain":"api.acme.dev","hostedZoneId":"Z0123456789ABCDEFGHIJ"}""")
                .Add("secure-api:services", """{"api":{"pathPrefix":"%","cpu":"%","secrets":{"api-key":"%"},"settingz":"%"}}""".Replace("%", Secret, StringComparison.Ordinal)),
            SecretKeys = ["secure-api:services"],
        };

        var error = Assert.Throws<ConfigException>(() => StackConfiguration.FromEngine(configuration));

        Assert.Equal(4, error.Errors.Length);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }
}
