using System.Collections.Immutable;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;
using Xunit;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>One invalid case of every rule on clients' common names and on revocations.</summary>
public sealed class ClientRuleTests
{
    private const string Crl = "crl: {number: 3, thisUpdate: 2026-07-25}";
    private const string Acme = "clients: {acme: {contact: a@acme.example, generateKey: true}}";

    [Theory]
    [InlineData("revocations: [{client: acme, date: 2026-07-25}]", "secure-api:mtls.crl", "required once there are revocations", "crl: {number: 1, thisUpdate: 2026-07-25}")]
    [InlineData(Crl + "\nrevocations: [{date: 2026-07-25}]", "secure-api:mtls.revocations[0]", "a serial number, the name of a client, or both", "serial:")]
    [InlineData(Crl + "\nrevocations: [{client: gone, date: 2026-07-25}]", "secure-api:mtls.revocations[0].client", "gone is not registered", "serial:")]
    [InlineData(Crl + "\nrevocations: [{client: acme, date: 2026-07-26}]", "secure-api:mtls.revocations[0].date", "raise crl.thisUpdate to 2026-07-26, and crl.number to 4", "date: 2026-07-25")]
    [InlineData(Crl + "\nrevocations: [{client: acme, date: 2026-07-25}, {client: acme, date: 2026-07-24}]", "secure-api:mtls.revocations[1]", "one revocation for acme", "revocations: []")]
    [InlineData(Crl + "\nrevocations: [{serial: \"4A:3F\", date: 2026-07-25}, {serial: 4a3f, date: 2026-07-24}]", "secure-api:mtls.revocations[1]", "one revocation for 4a3f", "revocations: []")]
    [InlineData(Crl + "\nrevocations: [{serial: 4g, date: 2026-07-25}]", "secure-api:mtls.revocations[0].serial", "hexadecimal digits", "serial:")]
    [InlineData(Crl + "\nrevocations: [{client: acme, date: 25.07.2026}]", "secure-api:mtls.revocations[0].date", "year-month-day", "date: 2026-07-25")]
    [InlineData(Crl + "\nrevocations: [{client: acme, date: 2026-07-25, reason: cACompromise}]", "secure-api:mtls.revocations[0].reason", "keyCompromise", "reason: keyCompromise")]
    [InlineData("crl: {thisUpdate: 2026-07-25}", "secure-api:mtls.crl.number", "required", "number: 1")]
    [InlineData("crl: {number: 1}", "secure-api:mtls.crl.thisUpdate", "required", "thisUpdate: 2026-07-25")]
    [InlineData("crl: {number: 1, thisUpdate: 2026-07-25, validityDays: 7}", "secure-api:mtls.crl.validityDays", "8 to 3650", "validityDays: 365")]
    public void Settings_WithThisBreak_AreRefusedWithTheFix(string mtls, string key, string rule, string example)
    {
        var error = Assert.Single(Errors($"{Acme}\n{mtls}"));
        Assert.Equal(key, error.Key);
        Assert.Contains(rule, error.Rule, StringComparison.Ordinal);
        Assert.Contains(example, error.Example, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 857)]
    [InlineData(2, 420)]
    public void Revocations_MoreThanTheGatewayCanBeGiven_AreRefused(int generations, int most)
    {
        var ca = generations == 1 ? "ca: {}" : "ca: {generations: [g1, g2]}";
        Assert.Empty(Errors($"{ca}\n{Crl}\nrevocations:\n{Serials(most)}"));
        var error = Assert.Single(Errors($"{ca}\n{Crl}\nrevocations:\n{Serials(most + 1)}"));
        Assert.Contains($"at most {most}", error.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-07-25")]
    [InlineData("\"2026-07-25\"")]
    [InlineData("\"2026-07-25 00:00:00 +0000 UTC\"")]
    public void Date_AsPeopleAndPulumiWriteIt_IsTheDay(string date) =>
        Assert.Equal(new DateOnly(2026, 7, 25), Read($"crl: {{number: 1, thisUpdate: {date}}}").Mtls.Crl!.ThisUpdate);

    [Theory]
    [InlineData("/CN=other", "a subject whose one common name is acme, not \"CN=other\"")]
    [InlineData("/O=Acme", "a subject whose one common name is acme, not \"O=Acme\"")]
    [InlineData("/CN=acme/CN=other", "a subject whose one common name is acme")]
    [InlineData("/CN=ACME", "a subject whose one common name is acme")]
    public async Task Request_WithAnotherCommonName_IsRefusedWithTheCommandThatFixesIt(string subject, string rule)
    {
        var error = Assert.Single(Errors(await Requesting(subject)));
        Assert.Contains(rule, error.Rule, StringComparison.Ordinal);
        Assert.Contains("openssl req -new -key acme.key -subj /CN=acme", error.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/CN=acme")]
    [InlineData("/C=IE/O=Acme/CN=acme")]
    public async Task Request_WithTheRegisteredCommonName_IsTaken(string subject) => Assert.Empty(Errors(await Requesting(subject)));

    [Theory]
    [InlineData(-1, "not in the future (UTC): today is 2026-07-24")]
    [InlineData(0, null)]
    [InlineData(364, null)]
    [InlineData(365, "the lists have expired; write today and raise crl.number to 4")]
    public void Deployment_OnADayThatTheListsDoNotHold_IsRefused(int days, string? rule)
    {
        var settings = Read(Crl);
        var clock = new Clock(settings.Mtls.Crl!.Start.AddDays(days));
        var source = new EngineConfiguration { Project = "secure-api", Stack = "test", Values = ImmutableSortedDictionary<string, string>.Empty };
        var errors = new ConfigErrors(source, []);
        settings.Mtls.CheckListTimes(clock, errors);
        if (rule is null) Assert.Empty(errors.InFileOrder());
        else Assert.Contains(rule, Assert.Single(errors.InFileOrder()).Rule, StringComparison.Ordinal);
    }

    private static string Serials(int count) =>
        string.Join('\n', Enumerable.Range(0, count).Select(index => $"  - {{serial: \"4a{index:x6}\", date: 2026-07-25}}"));

    private static async Task<string> Requesting(string subject)
    {
        var folder = Directory.CreateTempSubdirectory("request-");
        try
        {
            var request = Path.Combine(folder.FullName, "acme.csr");
            var (code, output) = await OpenSsl.Run($"req -new -newkey rsa:2048 -nodes -batch -subj {subject} -keyout {folder.FullName}/acme.key -out {request}");
            Assert.True(code == 0, output);
            var pem = (await File.ReadAllTextAsync(request, TestContext.Current.CancellationToken)).Trim().Replace("\n", "\n      ", StringComparison.Ordinal);
            return $"clients:\n  acme:\n    contact: a@acme.example\n    certificateSigningRequest: |\n      {pem}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ImmutableArray<ConfigError> Errors(string mtls)
    {
        try
        {
            Read(mtls);
            return [];
        }
        catch (ConfigException error)
        {
            return error.Errors;
        }
    }

    private static StackConfig Read(string mtls)
    {
        var folder = Directory.CreateTempSubdirectory("settings-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Pulumi.yaml"), "name: secure-api\nruntime: dotnet\n");
            File.WriteAllText(Path.Combine(folder.FullName, "Pulumi.test.yaml"), $$$"""
                config:
                  aws:region: eu-west-1
                  secure-api:edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
                  secure-api:services: {api: {pathPrefix: /}}
                  secure-api:mtls:
                    {{{mtls.Replace("\n", "\n    ", StringComparison.Ordinal)}}}
                """);
            return StackFileReader.Load(folder.FullName, "test");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
