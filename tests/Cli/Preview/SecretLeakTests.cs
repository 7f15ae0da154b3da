using System.Text;
using System.Text.Json;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Sns;
using Pulumi.Aws.Ssm;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Reports;
using SecureApi.Cli.Audit.Rules;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Diagram;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.PrivateCa;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed class SecretLeakTests
{
    private const string Configured = "configured-secret-value-17";

    [Fact]
    public async Task Formats_OfAStackWithSecrets_ShowNone()
    {
        var settings = WithSecrets();
        var stack = await StackMatrix.Record(settings);
        var secrets = stack.Resources.SelectMany(resource => Secrets(resource.Inputs).Concat(Secrets(resource.Outputs))).Append(Configured).ToHashSet();

        // The CA's, the gateway's and the client's private keys at least, in two forms each.
        Assert.True(secrets.Count(secret => secret.Contains("PRIVATE KEY", StringComparison.Ordinal)) >= 6);
        foreach (var format in Formats(stack))
        {
            Assert.Contains(SecretText.Mask, format, StringComparison.Ordinal);
            foreach (var secret in secrets)
                AssertHidden(secret, format);
        }
    }

    /// <summary>The mask alone hides these: the program lost their marks, or never set one.</summary>
    [Fact]
    public async Task Formats_OfSecretsWithoutMarks_DoNotShowThem()
    {
        var stack = await Careless();

        Assert.All(Formats(stack), format => Assert.All(CarelessStack.Secrets, secret => AssertHidden(secret, format)));
    }

    [Fact]
    public async Task Audit_OfSecretsWithoutMarks_FindsEachUnderTheMask()
    {
        var result = Audit(await Careless());

        var found = result.Findings.Where(finding => finding.Rule.Id == "no-plain-secrets").Select(finding => finding.Evaluation.Resource?.Name);
        Assert.Equal(["base64", "careless-output", "document", "form", "lost", "project-dev", "tag"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Invariant_OfSecretsWithoutMarks_FindsEachUnderTheMask()
    {
        var found = string.Join('\n', PlainSecrets.In(await Careless()));

        Assert.All(["base64", "careless-output", "document", "form", "lost", "project-dev", "tag"], name => Assert.Contains($" {name} ", found, StringComparison.Ordinal));
        Assert.DoesNotContain(" marked ", found, StringComparison.Ordinal);
    }

    [Fact]
    public void RecordedSecret_AsText_IsItsMask()
    {
        var secret = new RecordedSecret(new RecordedText(Configured));

        Assert.Equal(SecretText.Mask, $"{secret}");
        Assert.DoesNotContain(Configured, new RecordedList([secret]).ToString(), StringComparison.Ordinal);
        Assert.Equal(Configured, secret.Revealed.ToString());
    }

    private static StackConfig WithSecrets()
    {
        var settings = StackCase.Minimal();
        return settings with
        {
            Services = settings.Services.SetItem("api", settings.Services["api"] with
            {
                Secrets = SortedMaps.Empty<SecretText>().Add("API_TOKEN", new SecretText(Configured)),
            }),
            Mtls = settings.Mtls with
            {
                Clients = settings.Mtls.Clients.Add("acme", new ClientConfig { Contact = "a@acme.dev", GenerateKey = true }),
            },
        };
    }

    private static IEnumerable<string> Formats(RecordedStack stack)
    {
        var report = new PreviewReport(stack, []);
        var console = new StringWriter();
        TerminalReport.Show(report, CommandHost.PlainConsole(console));
        yield return Encoding.UTF8.GetString(PlanJson.Write(report));
        yield return MarkdownReport.Render(report) + SecretText.Mask;
        yield return MermaidDiagram.Render(report) + SecretText.Mask;
        yield return SvgDiagram.Render(report) + SecretText.Mask;
        yield return StackDump.Of(stack) + SecretText.Mask;
        yield return console + SecretText.Mask;
        yield return string.Join('\n', stack.Resources.Select(resource => $"{resource} {resource.Inputs} {resource.Outputs}"));
        var audit = Audit(stack);
        var auditScreen = new StringWriter();
        TextReport.Show(audit, CommandHost.PlainConsole(auditScreen));
        yield return auditScreen + SecretText.Mask;
        yield return Encoding.UTF8.GetString(JsonReport.Write(audit)) + SecretText.Mask;
        yield return Encoding.UTF8.GetString(SarifReport.Write(audit)) + SecretText.Mask;
        yield return EvidenceReport.Render(audit) + SecretText.Mask;
    }

    private static Task<RecordedStack> Careless() =>
        StackRecorder.RecordAsync("project", "dev", AwsRegion.Parse("eu-west-1"), options => new CarelessStack(options));

    private static AuditResult Audit(RecordedStack stack) =>
        new Auditor(RuleCatalog.All).Audit(new AuditedStack(stack, StackMatrix.Prod.Settings), [], new DateOnly(2026, 11, 1));

    private static void AssertHidden(string secret, string format)
    {
        Assert.False(format.Contains(secret, StringComparison.Ordinal), "A secret is shown.");
        Assert.False(format.Contains(JsonEncodedText.Encode(secret).ToString(), StringComparison.Ordinal), "A secret is shown inside JSON.");
    }

    private static IEnumerable<string> Secrets(RecordedValue value, bool inside = false) => value switch
    {
        RecordedSecret secret => Secrets(secret.Revealed, inside: true),
        RecordedMap map => map.Values.SelectMany(entry => Secrets(entry, inside)),
        RecordedList list => list.SelectMany(item => Secrets(item, inside)),
        RecordedText { Value.Length: > 8 } text when inside => [text.Value],
        _ => [],
    };

    private sealed class CarelessStack : Pulumi.Stack
    {
        private const string Secret = "a-secret-without-its-mark";

        // A form is enough: nothing in this stack marks the key.
        private static readonly string Key = new('A', 40);
        private static readonly string Pem = $"-----BEGIN EC PRIVATE KEY-----\n{Key}\n-----END EC PRIVATE KEY-----\n";

        public CarelessStack(StackOptions options)
            : base(options)
        {
            var secret = Output.CreateSecret(Secret);
            var lost = Output.Unsecret(secret);
            new Parameter("marked", new() { Type = "SecureString", Value = secret });
            new Topic("lost", new() { DisplayName = lost });
            new Topic("document", new() { DisplayName = lost.Apply(value => JsonSerializer.Serialize(new { inner = new { key = value } })) });
            new Topic("base64", new() { DisplayName = lost.Apply(value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value))) });
            new Topic("form", new() { DisplayName = JsonSerializer.Serialize(new { pem = Pem }) });
            new Vpc("tag", new() { CidrBlock = "10.0.0.0/16", Tags = { { "Note", lost }, { "Key", Pem } } });
            new CarelessOutput("careless-output", lost);
            Lost = lost;
        }

        public static string[] Secrets => [Secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), Key];

        [Output("lost")]
        public Output<string> Lost { get; private set; }
    }

    private sealed class CarelessOutput : ComponentResource
    {
        public CarelessOutput(string name, Output<string> value)
            : base("test:CarelessOutput", name) => RegisterOutputs(new Dictionary<string, object?> { ["value"] = value });
    }
}
