using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;
using SecureApi.Tests.Cli.Preview;
using SecureApi.Tests.Infra.Configuration;
using Xunit;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>Files as partners send them: <c>client inspect</c> and the registry come to one verdict, and the CA can sign what passes.</summary>
public sealed class PartnerFileTests
{
    public static TheoryData<PartnerFile> GoodFiles => [.. PartnerFile.Good];

    public static TheoryData<PartnerFile> BadFiles => [.. PartnerFile.Bad];

    [Theory]
    [MemberData(nameof(GoodFiles), DisableDiscoveryEnumeration = true)]
    public async Task File_ThatCanBeRegistered_PassesBothAndIsPrintedAsAnEntry(PartnerFile file)
    {
        var (code, output) = await Inspect(file);

        Assert.Equal(0, code);
        Assert.Contains("Register as acme", output, StringComparison.Ordinal);
        var entry = output[output.IndexOf("  secure-api:mtls:", StringComparison.Ordinal)..];
        Assert.Equal(["acme"], Load(entry).Mtls.Clients.Keys);
        if (file.Text is { } text) Assert.Empty(Errors(("acme", text)));
    }

    [Theory]
    [MemberData(nameof(BadFiles), DisableDiscoveryEnumeration = true)]
    public async Task File_ThatCannotBeRegistered_GetsOneReasonFromBoth(PartnerFile file)
    {
        var (_, output) = await Inspect(file);

        Assert.DoesNotContain("Register as", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected error", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        if (file.Text is not { } text)
        {
            Assert.Contains(file.Says!, output, StringComparison.Ordinal);
            return;
        }

        var error = Assert.Single(Errors(("acme", text)));
        Assert.Equal("secure-api:mtls.clients.acme.certificateSigningRequest", error.Key);
        Assert.Contains(file.Says!, error.Rule, StringComparison.Ordinal);

        // A name that nobody may have is refused before the request is looked at; the rule is the same.
        const string Verdict = "It cannot be registered. Needed is ";
        var at = output.IndexOf(Verdict, StringComparison.Ordinal);
        if (at < 0) return;
        var sentence = output[(at + Verdict.Length)..].Split('\n')[0];
        Assert.True(
            Normal(error.Rule) == Normal(sentence) || (error.Rule.Contains("one common name", StringComparison.Ordinal) && sentence.Contains(ClientRule, StringComparison.Ordinal)),
            $"{error.Rule}\n{sentence}");
    }

    [Fact]
    public void Registry_OneClientOfEveryKind_ReportsEveryBadOneAndTheOtherErrors()
    {
        (string Name, string Text)[] clients = [.. PartnerFile.Bad.Where(file => file.Text is { Length: > 0 }).Select((file, i) => ($"c{i}", file.Text!))];

        var errors = Errors([.. clients, ("good", PartnerFile.GoodFor("good").First().Text!)], "  secure-api:logs: {retentionDays: 2}\n");

        Assert.Equal(clients.Length + 1, errors.Length);
        Assert.Contains(errors, error => error.Key == "secure-api:logs.retentionDays");
        Assert.DoesNotContain(errors, error => error.Key.Contains("good", StringComparison.Ordinal));
    }

    /// <summary>What the registry takes, the CA signs: each file's certificate has the name that the gateway goes by.</summary>
    [Fact]
    public async Task Certificates_OfAllGoodFiles_AreSignedForTheirNames()
    {
        var texts = PartnerFile.Good
            .Select((_, i) => (Name: $"c{i}", PartnerFile.GoodFor($"c{i}").ElementAt(i).Text))
            .Where(client => client.Text is not null)
            .ToList();
        var settings = Load(string.Concat(texts.Select(client => Entry(client.Name, client.Text!)).Prepend("  secure-api:mtls:\n    clients:\n")));

        var stack = await IssuedStack.Record(settings);

        foreach (var (name, _) in texts)
        {
            using var certificate = stack.Certificate(name);
            Assert.Contains($"CN={name}", certificate.Subject.Split(", "));
        }

        // As Go's encoding/pem wants it, which the tls provider reads with.
        Assert.All(stack.Stack.OfType("tls:index/locallySignedCert:LocallySignedCert").Where(certificate => certificate.Name.Contains("-client-", StringComparison.Ordinal)), certificate =>
            Assert.Matches("^-----BEGIN CERTIFICATE REQUEST-----\n([A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/=]{1,64}\n-----END CERTIFICATE REQUEST-----\n$", certificate.Inputs.Text("certRequestPem")!));
    }

    private const string ClientRule = "lower-case letters, digits, hyphens and dots";

    private static string Normal(string sentence) =>
        sentence.Replace("for acme: ", "", StringComparison.Ordinal).Replace("acme", "NAME", StringComparison.Ordinal).Replace("the client's name", "NAME", StringComparison.Ordinal).Trim();

    private static async Task<(int Code, string Output)> Inspect(PartnerFile file)
    {
        var folder = Directory.CreateTempSubdirectory("inspect-");
        try
        {
            var path = Path.Combine(folder.FullName, "file");
            await File.WriteAllBytesAsync(path, file.Content, TestContext.Current.CancellationToken);
            var host = new TestHost();
            var code = await host.RunAsync("client", "inspect", path);
            return (code, host.Output + host.Errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ImmutableArray<ConfigError> Errors(params (string Name, string Text)[] clients) => Errors(clients, "");

    private static ImmutableArray<ConfigError> Errors((string Name, string Text)[] clients, string more)
    {
        try
        {
            Load(string.Concat(clients.Select(client => Entry(client.Name, client.Text)).Prepend("  secure-api:mtls:\n    clients:\n").Append(more)));
            return [];
        }
        catch (ConfigException error)
        {
            return error.Errors;
        }
    }

    private static string Entry(string name, string text) => $"      {name}: {{contact: a@acme.example, certificateSigningRequest: {JsonSerializer.Serialize(text)}}}\n";

    private static StackConfig Load(string config)
    {
        const string Valid = """
            config:
              aws:region: eu-west-1
              secure-api:edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
              secure-api:services: {api: {pathPrefix: /}}

            """;
        using var project = new TemporaryProject("name: secure-api\nruntime: dotnet\n", "test", Valid + config);
        return StackFileReader.Load(project.Path, "test");
    }
}
