using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Rules;
using SecureApi.Configuration;
using SecureApi.Tests.Cli.Audit;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>What the rule on settings and the audit take for a secret, and what they leave alone.</summary>
public sealed class SecretDetectorTests
{
    // Put together here, so that no scanner takes this file for a leak.
    private const string Body = "0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3";
    private const string AccessKeyId = "AKIA" + "IOSFODNN7EXAMPLE";

    /// <summary>Every form of a secret: as a private key, a token, and so on.</summary>
    public static TheoryData<string> Secrets =>
    [
        Pem("PRIVATE KEY"), Pem("RSA PRIVATE KEY"), Pem("EC PRIVATE KEY"), Pem("DSA PRIVATE KEY"), Pem("ENCRYPTED PRIVATE KEY"), Pem("OPENSSH PRIVATE KEY"),
        Pem("PGP PRIVATE KEY BLOCK"), "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA", "PuTTY-User-Key-File-3: ssh-ed25519",
        Pem("EC PRIVATE KEY").Replace("\n", "\\n", StringComparison.Ordinal),
        Base64(Pem("PRIVATE KEY")), Base64(JsonSerializer.Serialize(new { pem = Pem("PRIVATE KEY") })), Base64(Base64(Pem("PRIVATE KEY"))),
        JsonSerializer.Serialize(new { inner = new[] { Pem("RSA PRIVATE KEY") } }), JsonSerializer.Serialize(new { inner = JsonSerializer.Serialize(new { token = AccessKeyId }) }),
        AccessKeyId, "ASIA" + "IOSFODNN7EXAMPLE", $"key={AccessKeyId} region=eu-west-1", JsonSerializer.Serialize(new { id = AccessKeyId }),
        "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY",
        "ghp_" + Body, "gho_" + Body, "ghs_" + Body, "ghu_" + Body, "ghr_" + Body, "github_pat_" + Body, "glpat-" + Body[..20],
        "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl",
        "xoxb-" + "123456789012-" + Body[..20], "xoxp-" + Body[..20], "xapp-1-" + Body[..20], "https://hooks.slack.com/services/T00000000/B00000000/" + Body[..24],
        "sk_live_" + Body[..24], "rk_live_" + Body[..24], "whsec_" + Body[..32],
        "AIza" + Body[..35], "GOCSPX-" + Body[..28], "npm_" + Body[..36], "pul-" + new string('a', 40), "sk-proj-" + Body, "sk-ant-" + Body,
        "postgres://app:hunter2@db.internal:5432/app", "redis://:hunter2@cache.internal", "amqps://u:p@host", JsonSerializer.Serialize(new { url = "mysql://u:p@h/db" }),
        "Server=db;User Id=app;Password=hunter2;", "Host=db;Pwd=hunter2", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + Body + Body,
    ];

    /// <summary>Values that look a little like secrets and are none.</summary>
    public static TheoryData<string> PlainValues =>
    [
        "info", "8000", "a long sentence that somebody wrote as a setting", "https://service-1.eu-west-1.internal.example.com/v1/accounts?active=true",
        """[{"host":"api.prod.secure-api.internal","name":"api","port":8000,"prefix":"/"}]""", "X-Mtls-Cert-0123456789abcdef01234567",
        "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "12345678-1234-1234-1234-123456789012", "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012", "task-with-a-long-name-for-a-service",
        "postgres://db.internal:5432/app", "postgres://app@db.internal/app", "postgres://app:${DB_PASSWORD}@db.internal", "https://host:8443/@scope/package", "mailto:a@b.example",
        "pk_live_" + Body, "sk_test_" + Body, "-----BEGIN PUBLIC KEY-----\n" + Body + "\n-----END PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----\n" + Body + "\n-----END CERTIFICATE-----",
        "ASIA and the Pacific", "AKIAIO", "/aws/ecs/secure-api/production/gateway1", "ThisIsAFeatureFlagThatSomebodyNamedAt100", "{not json", "{\"a\": 1, \"b\": [true, null]}", "{\"key\": \"region\"}",
    ];

    [Theory]
    [MemberData(nameof(Secrets), DisableDiscoveryEnumeration = true)]
    public void Value_WithTheFormOfASecret_IsRefusedInSettings(string value)
    {
        var reason = SecretDetector.FormOf(value);

        Assert.NotNull(reason);
        Assert.DoesNotContain(value, reason, StringComparison.Ordinal);
        var fault = Assert.Single(new SampleStack().With("services/api/settings/PLAIN", JsonSerializer.Serialize(value)).Errors());
        Assert.Equal("secure-api:services.api.settings.PLAIN", fault.Key);
        Assert.Contains(reason, fault.Rule, StringComparison.Ordinal);
        Assert.Equal(SecretText.Mask, fault.Value);
    }

    [Theory]
    [MemberData(nameof(Secrets), DisableDiscoveryEnumeration = true)]
    public async Task Value_WithTheFormOfASecret_IsAFindingOfTheAudit(string value)
    {
        var edit = await StackEdit.Prod();
        var stack = edit.Container("-api", container => container["environment"]!.AsArray().Add(new JsonObject { ["name"] = "PLAIN", ["value"] = value })).Build();

        var evaluation = Assert.Single(RuleCatalog.All.Single(rule => rule.Id == "ecs-no-plain-secrets").Evaluate(stack), evaluation => evaluation.Compliance == Compliance.NonCompliant);

        Assert.Contains("PLAIN", evaluation.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(value, evaluation.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PlainValues), DisableDiscoveryEnumeration = true)]
    public void Value_ThatIsPlain_Passes(string value)
    {
        Assert.Null(SecretDetector.Suspect("PLAIN", value));
        Assert.Empty(new SampleStack().With("services/api/settings/PLAIN", JsonSerializer.Serialize(value)).Errors());
    }

    [Theory]
    [InlineData("API_TOKEN")]
    [InlineData("DB_PASSWORD")]
    [InlineData("db-password")]
    [InlineData("PARTNER_KEYS")]
    [InlineData("SECRET")]
    [InlineData("KEY")]
    [InlineData("API_KEY")]
    [InlineData("APIKEY")]
    [InlineData("apiKey")]
    [InlineData("PRIVATE_KEY")]
    [InlineData("SIGNING_KEY_PEM")]
    [InlineData("API_TOKEN_V2")]
    [InlineData("API_TOKEN_2")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("ECS_ENGINE_AUTH_DATA")]
    [InlineData("GOOGLE_CREDENTIALS")]
    [InlineData("KEY_PASSPHRASE")]
    [InlineData("DB_PASSWORD_OLD")]
    public void Name_OfASecret_IsOne(string name)
    {
        Assert.True(SecretDetector.IsSecretName(name));
        Assert.NotNull(SecretDetector.Suspect(name, "x"));
        Assert.NotNull(SecretDetector.Suspect("SETTINGS", JsonSerializer.Serialize(new { inner = new Dictionary<string, string> { [name == "KEY" ? "API_KEY" : name] = "x" } })));
    }

    [Theory]
    [InlineData("API_TOKEN_TTL", "60")]
    [InlineData("PARTITION_KEY", "tenant")]
    [InlineData("KEY_ID", "1")]
    [InlineData("PUBLIC_KEY", "x")]
    [InlineData("PUBLIC_KEY_PEM", "x")]
    [InlineData("TOKEN_URL", "https://login.example.com/token")]
    [InlineData("MAX_TOKENS", "4096")]
    [InlineData("MAX_OUTPUT_TOKENS", "4096")]
    [InlineData("PASSWORD_MIN_LENGTH", "12")]
    [InlineData("SECRET_NAME", "app/db")]
    [InlineData("SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x")]
    [InlineData("TOKENIZER", "words")]
    [InlineData("MONKEY", "1")]
    [InlineData("KEYBOARD", "de")]
    [InlineData("generateKey", "yes")]
    [InlineData("REQUIRE_PASSWORD", "yes")]
    [InlineData("AUTH_TOKEN", "true")]
    [InlineData("AUTH_TOKEN", "")]
    public void Setting_WithANameThatOnlySpeaksOfSecrets_Passes(string name, string value) => Assert.Null(SecretDetector.Suspect(name, value));

    private static string Pem(string label) => $"-----BEGIN {label}-----\n{Body}\n-----END {label}-----\n";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
