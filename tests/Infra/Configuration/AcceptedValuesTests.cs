using System.Text.RegularExpressions;
using SecureApi.Cli.Preview;
using SecureApi.Configuration;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Values that AWS refuses and values that it takes, as its documents say, and what the messages tell people.</summary>
public sealed partial class AcceptedValuesTests
{
    private const string Repository = "repository: example/secure-api";

    [Theory]
    [InlineData("waf/geo", "{mode: allow, countries: [UK]}")]
    [InlineData("waf/geo", "{mode: allow, countries: [EU]}")]
    [InlineData("waf/geo", "{mode: block, countries: [XX]}")]
    [InlineData("mtls/ca/country", "UK")]
    [InlineData("mtls/ca/country", "AA")]
    [InlineData("network/interfaceEndpoints", "[com.amazonaws.eu-west-1.ecr.api]")]
    [InlineData("network/interfaceEndpoints", "[cn.com.amazonaws.cn-north-1.ecr.api]")]
    [InlineData("network/interfaceEndpoints", "[aws.sagemaker.eu-west-1.notebook]")]
    [InlineData("network/interfaceEndpoints", "[ecr.]")]
    [InlineData("github", "{" + Repository + ", providerArn: \"arn:aws-cn:iam::123456789012:oidc-provider/token.actions.githubusercontent.com\"}")]
    [InlineData("github", "{" + Repository + ", stateKeyArn: \"arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/12345678-1234-1234-1234-123456789012\"}")]
    [InlineData("github/repository", "example/app.git")]
    [InlineData("github/repository", "example/app.GIT@12345")]
    [InlineData("github/repository", "example/..")]
    [InlineData("github/repository", "github.com/app")]
    [InlineData("services/api/settings", "{1PASSWORD: x}")]
    [InlineData("services/api/settings", "{a=b: x}")]
    [InlineData("alarms/emails", "[\"oncall@-example.com\"]")]
    public void Value_ThatAwsWouldRefuse_IsOneError(string path, string value) => Assert.Single(new SampleStack().With(path, value).Errors());

    [Theory]
    [InlineData("waf/geo", "{mode: allow, countries: [GB, XK, US]}")]
    [InlineData("mtls/ca/country", "GB")]
    [InlineData("network/interfaceEndpoints", "[ecr.api, sagemaker.runtime, s3, comprehend, awsconnector]")]
    [InlineData("github", "{" + Repository + ", providerArn: \"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com\"}")]
    [InlineData("github/repository", "example/app.github.io")]
    [InlineData("github/repository", "company_user/git")]
    [InlineData("github/repository", "example@12345/app@67890")]
    [InlineData("services/api/settings", "{http_proxy: \"http://proxy.internal:3128\", Logging__LogLevel__Default: Debug, _JAVA_OPTIONS: -Xmx256m}")]
    [InlineData("services/api/secrets", "{PARTITION_KEY: {external: true}, Db__Password: {external: true}}")]
    [InlineData("alarms/emails", "[Oncall@Platform.Example.COM]")]
    [InlineData("mtls/clients/acme", "{contact: Webhooks@ACME.example, generateKey: true}")]
    public void Value_ThatAwsTakes_IsTaken(string path, string value) => Assert.Empty(new SampleStack().With(path, value).Errors());

    [Theory]
    [InlineData(53, "hostedZoneId: Z0123456789ABCDEFGHIJ", 1)]
    [InlineData(52, "hostedZoneId: Z0123456789ABCDEFGHIJ", 0)]
    [InlineData(53, "certificateArn: \"arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012\"", 0)]
    public void Domain_OfMoreThan64Characters_IsRefusedWhereTheCertificateIsToBeIssued(int label, string certificate, int errors) =>
        Assert.Equal(errors, new SampleStack().With("edge", $"{{domain: {new string('a', label)}.example.com, {certificate}}}").Errors().Length);

    [Theory]
    [InlineData("network/ipv6", "yes", "true or false, not text: yes is a word in YAML 1.2")]
    [InlineData("network/ipv6", "\"true\"", "true or false, not text: write it without quotes")]
    [InlineData("network/ipv6", "maybe", "true or false, not text")]
    [InlineData("gateway/port", "80:00", "a whole number, not text")]
    [InlineData("gateway/port", "\"8443\"", "a whole number, not text: write it without quotes")]
    [InlineData("gateway/port", "\"\"", "a whole number, not text")]
    public void Message_OnText_SaysWithoutQuotesOnlyWhereThatHelps(string path, string value, string rule) =>
        Assert.Equal(rule, Assert.Single(new SampleStack().With(path, value).Errors()).Rule);

    [Theory]
    [InlineData("\"api example.com\"", "\"api example.com\"")]
    [InlineData("\" api.example.com\"", "\" api.example.com\"")]
    [InlineData("API.example.com", "API.example.com")]
    public void Message_ValueWithBlanks_IsInQuotes(string written, string shown) =>
        Assert.Equal(shown, Assert.Single(new SampleStack().With("edge/domain", written).Errors()).Value);

    /// <summary>Every pattern that ends the length of a value says at which one.</summary>
    [Fact]
    public void Message_OfEveryPatternWithALimitedLength_NamesTheLimit()
    {
        foreach (var setting in StringSettings(typeof(StackConfig)))
        {
            foreach (var rule in setting.ValueRules.Concat(setting.KeyRules).OfType<System.ComponentModel.DataAnnotations.RegularExpressionAttribute>())
            {
                if (FixedLength().IsMatch(rule.Pattern)) continue;
                foreach (Match limit in Limit().Matches(rule.Pattern))
                {
                    var most = int.Parse(limit.Groups[1].ValueSpan, provider: null);
                    if (most < 3) continue;
                    var text = $"{Setting.Describe(rule)} {setting.DescribeLimits(null)}";
                    Assert.True(
                        Enumerable.Range(most, 3).Any(number => text.Contains($"{number}", StringComparison.Ordinal)),
                        $"{setting.Key}: the limit {most} is not in \"{text}\"");
                }
            }
        }
    }

    [Theory]
    [InlineData("edge/allowedCidrs", "[203.0.113.0/24]", "edge.allowedCidrs")]
    [InlineData("waf/geo", "{mode: allow, countries: [IE, PT]}", "waf.geo")]
    [InlineData("waf/geo", "{mode: block, countries: [US]}", "waf.geo")]
    [InlineData("waf/managedGroups/anonymousIp", "block", "waf.managedGroups.anonymousIp")]
    [InlineData("waf/geo", "{mode: allow, countries: [IE, US]}", null)]
    [InlineData("waf/geo", "{mode: block, countries: [KP]}", null)]
    [InlineData("edge/allowedCidrs", "[0.0.0.0/0]", null)]
    public void SmokeTest_KeptOutByASetting_IsAWarningOfThePreview(string path, string value, string? setting)
    {
        var warnings = Warnings(new SampleStack().With("github/repository", "example/secure-api").With(path, value));

        if (setting is null) Assert.Empty(warnings);
        else Assert.StartsWith($"{setting}", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void SmokeTest_WithoutAPipeline_IsNoConcern() => Assert.Empty(Warnings(new SampleStack().With("edge/allowedCidrs", "[203.0.113.0/24]")));

    private static List<string> Warnings(SampleStack stack) =>
        [.. PreviewSubject.Create(stack.Load(), bootstrap: true).Warnings.Where(warning => warning.Contains("hosted runners", StringComparison.Ordinal))];

    private static IEnumerable<Setting> StringSettings(Type record) => Setting.Of(record).SelectMany(setting =>
        ConfigurationReference.RecordOf(setting.Property.PropertyType).Record is { } inner ? StringSettings(inner).Prepend(setting) : [setting]);

    // A limit of the whole or of a part: {0,63}, {1,64}.
    [GeneratedRegex(@"\{[0-9]+,([0-9]+)\}")]
    private static partial Regex Limit();

    // An ARN or a serial number: its form says how long it is.
    [GeneratedRegex("^arn:|0-9A-Fa-f")]
    private static partial Regex FixedLength();
}
