using System.Collections.Immutable;
using SecureApi.Cli.Preview;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Gateway;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Local;

/// <summary>
/// What the stack would deploy, taken from a recording of it: containers, listener and certificates. The certificates are as
/// real as the preview's, but their keys are made anew for each run and belong to nobody else.
/// </summary>
internal sealed record LocalStack
{
    /// <summary>A client that may reach every path, on top of those in the registry.</summary>
    public const string Developer = "local-developer";

    /// <summary>The stack's name.</summary>
    public required string Name { get; init; }

    /// <summary>The host name of the public address.</summary>
    public required string Domain { get; init; }

    /// <summary>The name in the gateway's own certificate.</summary>
    public required string GatewayHost { get; init; }

    /// <summary>The gateway's container.</summary>
    public required LocalContainer Gateway { get; init; }

    /// <summary>The services' containers, by name.</summary>
    public required ImmutableArray<LocalContainer> Services { get; init; }

    /// <summary>The listener on 443 with its rules, and the load balancer that it belongs to.</summary>
    public required LocalListener Listener { get; init; }

    /// <summary>The trusted CA certificates, PEM.</summary>
    public required string CaBundle { get; init; }

    /// <summary>The revocation lists, PEM; null when nothing is checked for revocation.</summary>
    public required string? RevocationLists { get; init; }

    /// <summary>Every client, by name.</summary>
    public required ImmutableArray<LocalClient> Clients { get; init; }

    /// <summary>Records a stack.</summary>
    /// <param name="configured">The stack's settings.</param>
    /// <param name="clock">The clock of the certificates.</param>
    public static async Task<LocalStack> RecordAsync(StackConfig configured, TimeProvider clock)
    {
        var settings = PreviewSubject.Create(WithKeysForAll(configured), bootstrap: false).Settings;
        var stack = await StackRecorder.RecordAsync(
            settings.Project,
            settings.Stack,
            settings.Region,
            options => new SecureApiStack(settings, options),
            new RecordingOptions { Clock = clock, FreshKeys = true });
        var names = new ResourceNames(settings.Project, settings.Stack);
        var tasks = new TaskDefinitions(stack);
        return new LocalStack
        {
            Name = settings.Stack,
            Domain = settings.Edge.Domain,
            GatewayHost = $"{GatewayContract.Name}.{names.DnsNamespace}",
            Gateway = tasks.Read($"{names.Base}-{GatewayContract.Name}"),
            Services = [.. settings.Services.Keys.Select(service => tasks.Read($"{names.Base}-{service}"))],
            Listener = LocalListener.Of(stack),
            CaBundle = stack.Outputs.Text("caCertificates")!,
            RevocationLists = settings.Mtls.Crl is null ? null : stack.Outputs.Text("revocationLists"),
            Clients = [.. settings.Mtls.Clients.Keys.Select(client => new LocalClient(
                client,
                stack.Outputs.Map("clientCertificates").Text(client)!,
                KeyOf(stack, $"{names.Base}-client-{client}")))],
        };
    }

    // A partner's key is the partner's. Here each client gets one of its own, so that a developer can call as any of them.
    private static StackConfig WithKeysForAll(StackConfig settings)
    {
        var developer = new ClientConfig { Contact = "developer@localhost" };
        var clients = settings.Mtls.Clients.SetItem(Developer, developer)
            .MapValues((_, client) => client with { GenerateKey = true, CertificateSigningRequest = null });
        return settings with { Mtls = settings.Mtls with { Clients = clients } };
    }

    private static string KeyOf(RecordedStack stack, string name) =>
        stack.OfType("tls:index/privateKey:PrivateKey").Single(key => key.Name == name).Outputs.Text("privateKeyPem")!;
}
