using System.Collections.Concurrent;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>
/// The gateways that most tests share, one for each <see cref="ZooGateway"/>, with one service at /. They start when the
/// first test asks for one, so that a machine without Nginx skips tests instead of failing their set-up.
/// </summary>
public sealed class SharedGateways : IAsyncDisposable
{
    private readonly int port = FreePort.Next();
    private IReadOnlyList<ZooCase>? zoo;
    private readonly ConcurrentDictionary<ZooGateway, Lazy<Task<GatewayProcess>>> gateways = new();

    public ZooAuthorities Authorities { get; } = new();

    /// <summary>Made once: the large RSA keys take seconds.</summary>
    public IReadOnlyList<ZooCase> Zoo => zoo ??= [.. CertificateZoo.Cases(Authorities)];

    public EchoService Service { get; }

    /// <summary>A client that every one of these gateways accepts.</summary>
    public Credential Client { get; }

    public SharedGateways()
    {
        Service = new EchoService(port);
        Client = Authorities.Root.Issue();
    }

    /// <summary>The gateway of a kind.</summary>
    public Task<GatewayProcess> Get(ZooGateway kind)
    {
        GatewayImage.Require();
        return gateways.GetOrAdd(kind, _ => new(() => GatewayProcess.Start(Describe(kind)))).Value;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in gateways.Values) await (await gateway.Value).DisposeAsync();
        await Service.DisposeAsync();
    }

    private GatewayEnvironment Describe(ZooGateway kind)
    {
        var environment = new GatewayEnvironment(Authorities.Root, kind is ZooGateway.Verify ? "verify" : "passthrough")
            .WithService("echo", "127.0.0.1", port, "/")
            .With("GATEWAY_CA_BUNDLE", Authorities.Bundle)
            .With("GATEWAY_INTERMEDIATES", Authorities.Intermediates);
        return kind is ZooGateway.PassthroughWithoutLists
            ? environment
            : environment.With("GATEWAY_CRL", Authorities.RevocationLists);
    }
}
