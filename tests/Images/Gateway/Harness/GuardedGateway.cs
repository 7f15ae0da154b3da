using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>
/// A gateway for hostile requests and answers: it knows its own host name, takes a body for a second, and says all that it
/// has to say in its error log. It starts with the first test that asks.
/// </summary>
public sealed class GuardedGateway : IAsyncDisposable
{
    private readonly TestAuthority root = TestAuthority.Root();
    private GatewayProcess? gateway;

    /// <summary>The only service, at /.</summary>
    public EchoService Service { get; private set; } = null!;

    /// <summary>The header of a good client.</summary>
    public (string Name, string Value) Client => field.Name is null ? field = (GatewayEnvironment.Header, AlbHeader.Of(root.Issue())) : field;

    /// <summary>A client of any profile.</summary>
    public (string Name, string Value) Other(CertificateProfile? profile = null) => (GatewayEnvironment.Header, AlbHeader.Of(root.Issue(profile)));

    /// <summary>The gateway, its service answering with what it received.</summary>
    public async Task<GatewayProcess> Start()
    {
        GatewayImage.Require();
        if (gateway is null)
        {
            var port = FreePort.Next();
            Service = new EchoService(port);
            gateway = await GatewayProcess.Start(new GatewayEnvironment(root)
                .WithService("echo", "127.0.0.1", port, "/")
                .With("GATEWAY_HOST_NAMES", "api.internal")
                .With("GATEWAY_BODY_SECONDS", "1")
                .With("GATEWAY_LOG_LEVEL", "info")
                .With("GATEWAY_WORKERS", "2"));
        }
        Service.Answer = request => Task.FromResult<byte[]?>(EchoService.Echo(request));
        return gateway;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        if (Service is not null) await Service.DisposeAsync();
    }
}
