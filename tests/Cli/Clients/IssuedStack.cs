using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Local;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.PrivateCa;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Infra.Stack;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>A recorded stack as partners, load balancer and gateway see it: the very certificates, lists and rules that it issues.</summary>
public sealed class IssuedStack
{
    private IssuedStack(RecordedStack stack) => Stack = stack;

    public RecordedStack Stack { get; }

    /// <summary>The trusted CAs, PEM.</summary>
    public string Bundle => Stack.Outputs.Text("caCertificates")!;

    /// <summary>The revocation lists, PEM.</summary>
    public string RevocationLists => Stack.Outputs.Text("revocationLists")!;

    /// <summary>A client's certificate, PEM.</summary>
    public string this[string client] => Stack.Outputs.Map("clientCertificates").Text(client)!;

    /// <summary>A client's certificate, read.</summary>
    public X509Certificate2 Certificate(string client) => X509Certificate2.CreateFromPem(this[client]);

    /// <summary>The name of the header in which the load balancer hands over the certificate.</summary>
    public string Header => GatewayVariables()["GATEWAY_CLIENT_CERT_HEADER"];

    /// <summary>Settings with clients, and revocation lists of today, so that the real gateway takes them.</summary>
    public static StackConfig Settings(params string[] clients)
    {
        var settings = StackCase.Minimal();
        return settings with
        {
            Mtls = settings.Mtls with
            {
                Crl = new RevocationListConfig { Number = 1, ThisUpdate = Today },
                Clients = clients.ToSortedMap(name => name, _ => new ClientConfig { Contact = "ops@partner.example", GenerateKey = true }),
            },
        };
    }

    public static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    /// <summary>Records a stack, at another time when one is given.</summary>
    public static async Task<IssuedStack> Record(StackConfig settings, DateTimeOffset? at = null) => new(await StackRecorder.RecordAsync(
        settings.Project,
        settings.Stack,
        settings.Region,
        options => new SecureApiStack(settings, options),
        at is { } moment ? new RecordingOptions { Clock = new FixedClock(moment) } : new RecordingOptions()));

    /// <summary>
    /// A gateway with exactly what the stack's task definition gives its container. Only what a container has of its own
    /// is another: address, ports, and the services' addresses.
    /// </summary>
    public GatewayEnvironment Gateway(int servicePort)
    {
        var environment = GatewayEnvironment.Of(GatewayVariables());
        environment.Values.Remove("GATEWAY_RESOLVER");
        environment.Values.Remove("GATEWAY_HOST_NAMES");
        return environment.WithService("api", "127.0.0.1", servicePort, "/");
    }

    /// <summary>The gateway container's variables, secrets resolved as ECS resolves them.</summary>
    public ImmutableSortedDictionary<string, string> GatewayVariables()
    {
        var task = Stack.OfType("aws:ecs/taskDefinition:TaskDefinition")
            .Single(definition => definition.Inputs.Text("family")!.EndsWith("gateway", StringComparison.Ordinal));
        return new TaskDefinitions(Stack).Read(task.Name).Environment;
    }

    /// <summary>Sends a request with a certificate, as the load balancer hands it over.</summary>
    public Task<HttpMessage> Call(GatewayProcess gateway, string certificatePem, string path = "/v1/whoami") =>
        gateway.Get(path, (Header, AlbHeader.Encode(certificatePem)));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
