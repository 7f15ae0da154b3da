using System.Text;
using System.Text.Json;
using Pulumi;
using SecureApi.Cli.Preview.Diagram;
using SecureApi.Cli.Preview.Documents;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Cli.Preview.Terminal;
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

    [Fact]
    public async Task Formats_OfASecretThatLostItsMark_DoNotShowIt()
    {
        var stack = await StackRecorder.RecordAsync("project", "dev", AwsRegion.Parse("eu-west-1"), options => new CarelessStack(options));

        Assert.All(Formats(stack), format => AssertHidden(CarelessStack.Secret, format));
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
        var screen = new StringWriter();
        TerminalReport.Show(report, new PlainScreen(screen));
        yield return Encoding.UTF8.GetString(PlanJsonWriter.Write(report));
        yield return MarkdownReport.Render(report) + SecretText.Mask;
        yield return MermaidDiagram.Render(report) + SecretText.Mask;
        yield return screen + SecretText.Mask;
        yield return string.Join('\n', stack.Resources.Select(resource => $"{resource} {resource.Inputs} {resource.Outputs}"));
    }

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
        public const string Secret = "a-secret-without-its-mark";

        public CarelessStack(StackOptions options)
            : base(options)
        {
            var secret = Output.CreateSecret(Secret);
            new Pulumi.Aws.Ssm.Parameter("marked", new() { Type = "SecureString", Value = secret });
            new Pulumi.Aws.Ssm.Parameter("lost", new() { Type = "String", Value = Output.Unsecret(secret).Apply(value => $"{{\"key\":\"{value}\"}}") });
        }
    }
}
