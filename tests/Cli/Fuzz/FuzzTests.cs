using System.Diagnostics;
using System.Globalization;
using System.Text;
using SecureApi.Tests.Cli.Clients;
using SecureApi.Tests.Cli.Preview;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Fuzz;

/// <summary>
/// Files that were changed at random: the commands that read them answer with a result or a sentence, never with a stack trace, and
/// always answer. In the suite it is a few hundred files from a fixed seed; <c>FUZZ_SECONDS=600</c> goes on with new ones for that long,
/// and <c>FUZZ_SEED</c> repeats one that failed.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int FirstSeed = 20_261_130;
    private const int Rounds = 250;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] PemWords =
    [
        "-----BEGIN CERTIFICATE REQUEST-----", "-----END CERTIFICATE REQUEST-----", "-----BEGIN NEW CERTIFICATE REQUEST-----", "-----BEGIN CERTIFICATE-----",
        "-----END CERTIFICATE-----", "-----BEGIN X509 CRL-----", "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN ", "-----", "\r\n", "\0", "\\n", "\uFEFF", ": ", "\n\n", "=", "==", "\u001b[2J", "[red]", "{{",
    ];

    private static readonly string[] DerWords = ["\x30\x80", "\x30\x00", "\x02\x01\x00", "\x31\x00", "\x05\x00", "\x06\x03", "\x13\x01_", "\x0c\x00", "\x1e\x01", "\x04\x00", "\x30\x7f", "\x17\x0d"];

    private static readonly string[] YamlWords =
    [
        "\n", "\n  ", "\n      ", ": ", " :", "- ", "{", "}", "[", "]", ", ", "\"", "'", "&a ", "*a", "<<: ", "!!str ", "|\n", ">-\n", "# ", "---\n", "...", "%YAML 1.1\n", "? ", "~", "null", "true", "yes", "010000",
        "0x1F", "1e400", ".inf", ".nan", "-9223372036854775808", "18446744073709551616", "2026-11-01", "2026-02-30", "80:00", "secure: ", "{secure: AAAB}", "{external: true}", "secure-api:", "aws:region", "a:b:c", "\t",
        "\"\\e[2J\"", "\"\\x9b\"", "\0", "\u00e9", "\uFEFF", "\u2028", "\\ud800", "\"\\ud800\"", "\"\\u0000\"", "999999999999999999999999", "-----BEGIN CERTIFICATE REQUEST-----", "services", "clients", "mtls", "gateway", "0.0.0.0/0", "::/0",
    ];

    private static readonly string[] PreviewWords =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "0", "-1", "1e999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"op\":", "\"urn\":", "\"steps\":", "\"delete\"", "\"replace\"", "\"urn:pulumi:\"", "::", "$", "\"oldState\":",
        "\"newState\":{}", "\"detailedDiff\":", "\"diagnostics\":[{}]", "\"kind\":", "\u00e9", "\uFEFF", "\n",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fuzz-");

    private static List<byte[]> PartnerFiles { get; } = [.. PartnerFile.Good.Concat(PartnerFile.Bad).Select(file => file.Content)];

    private static List<byte[]> StackFiles { get; } =
        [.. new[] { "Pulumi.prod.yaml", "Pulumi.dev.yaml", "tests/Infra/Stack/everything.yaml", "tests/Infra/Stack/odd-numbers.yaml", "Pulumi.yaml" }.Select(file => File.ReadAllBytes(RepositoryFiles.At(file.Split('/'))))];

    private static List<byte[]> Previews { get; } =
        [.. Directory.EnumerateFiles(RepositoryFiles.At("tests", "Delivery", "Data"), "preview-*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task PartnerFile_ChangedAtRandom_IsExplainedOrRefused() => Try(async mutation =>
    {
        var file = mutation.Pick(PartnerFiles);
        var content = mutation.Once(2) ? mutation.Of(file, PemWords, PartnerFiles) : Rearmored(mutation, file);
        var path = Write("partner.pem", content);
        await Run("client", "inspect", path);

        // The registry reads the same text.
        Write("Pulumi.yaml", "name: secure-api\nruntime: dotnet\n"u8.ToArray());
        Write("Pulumi.test.yaml", Encoding.UTF8.GetBytes($$$"""
            config:
              aws:region: eu-west-1
              secure-api:edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
              secure-api:services: {api: {pathPrefix: /}}
              secure-api:mtls: {clients: {acme: {contact: a@acme.example, certificateSigningRequest: {{{System.Text.Json.JsonSerializer.Serialize(Encoding.UTF8.GetString(content))}}} } } }
            """));
        await Run("client", "list", "--stack", "test", "--directory", _folder.FullName);
        return content;
    });

    [Fact]
    public Task StackFile_ChangedAtRandom_IsReadOrRefused() => Try(async mutation =>
    {
        var isProject = mutation.Once(4);
        var stack = mutation.Pick(StackFiles);
        var content = mutation.Of(isProject ? StackFiles[^1] : stack, YamlWords, StackFiles);
        Write("Pulumi.yaml", isProject ? content : StackFiles[^1]);
        Write("Pulumi.test.yaml", isProject ? stack : content);
        await Run("client", "list", "--stack", "test", "--directory", _folder.FullName);
        return content;
    });

    [Fact]
    public Task Preview_ChangedAtRandom_IsJudgedOrRefused() => Try(async mutation =>
    {
        var content = mutation.Of(mutation.Pick(Previews), PreviewWords, Previews);
        await Run("gate", Write("preview.json", content));
        return content;
    });

    /// <summary>The changes are inside of the DER, so that they get past the reader of PEM.</summary>
    private static byte[] Rearmored(Mutation mutation, byte[] file)
    {
        var text = Encoding.UTF8.GetString(file);
        var lines = text.Split('\n');
        var base64 = string.Concat(lines.Where(line => line.Length > 0 && !line.Contains('-', StringComparison.Ordinal) && !line.Contains(' ', StringComparison.Ordinal)).Select(line => line.Trim()));
        var der = new byte[base64.Length + 3];
        if (!Convert.TryFromBase64String(base64, der, out var length) || length == 0) return mutation.Of(file, PemWords, PartnerFiles);
        var changed = mutation.Of(der[..length], DerWords, [der[..length]]);
        var label = mutation.Pick(["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST", "CERTIFICATE", "X509 CRL", ""]);
        return label.Length == 0 ? changed : Encoding.UTF8.GetBytes($"-----BEGIN {label}-----\n{Convert.ToBase64String(changed, Base64FormattingOptions.InsertLineBreaks)}\n-----END {label}-----\n");
    }

    private static async Task Try(Func<Mutation, Task<byte[]>> round)
    {
        static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
        var seconds = Number("FUZZ_SECONDS");
        var (first, last) = Number("FUZZ_SEED") is { } seed ? (seed, seed) : seconds is null ? (FirstSeed, FirstSeed + Rounds - 1) : (Random.Shared.Next(), int.MaxValue);
        var clock = Stopwatch.StartNew();
        for (var i = first; i <= last && (seconds is null || clock.Elapsed.TotalSeconds < seconds); i++)
        {
            try
            {
                await Task.Run(() => round(new Mutation(i))).WaitAsync(Patience, TestContext.Current.CancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Assert.Fail($"FUZZ_SEED={i} repeats it: {error}");
            }
        }
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static async Task Run(params string[] arguments)
    {
        var host = new TestHost();
        var code = await host.RunAsync(arguments);
        Assert.InRange(code, 0, 1);
        Assert.DoesNotContain("Unexpected error", host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', host.Output + host.Errors);
        Assert.True(code == 1 || host.Errors.Length == 0, host.Errors);
    }
}
