using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>A gateway with several services, for the tests of one class. It starts with the first test that asks.</summary>
public sealed class RoutedGateway : IAsyncDisposable
{
    private static readonly (string Name, string Prefix)[] Routes =
        [("one", "/v1"), ("ten", "/v10"), ("deep", "/v1/deep"), ("dotted", "/a.b~c")];

    private readonly Dictionary<string, EchoService> services = [];
    private readonly TestAuthority root = TestAuthority.Root();
    private GatewayProcess? gateway;

    /// <summary>The header of a good client.</summary>
    public (string Name, string Value) Client => field.Name is null ? field = (GatewayEnvironment.Header, AlbHeader.Of(root.Issue())) : field;

    /// <summary>The service of a name.</summary>
    public EchoService Service(string name) => services[name];

    /// <summary>The gateway, its services as they were at first: each answers with its name and the target.</summary>
    public async Task<GatewayProcess> Start()
    {
        GatewayImage.Require();
        if (gateway is null)
        {
            var environment = new GatewayEnvironment(root).With("GATEWAY_MAX_BODY_BYTES", "4096");
            foreach (var (name, prefix) in Routes)
            {
                var port = FreePort.Next();
                services[name] = new EchoService(port);
                environment.WithService(name, "127.0.0.1", port, prefix);
            }
            gateway = await GatewayProcess.Start(environment);
        }
        foreach (var (name, service) in services)
        {
            service.Stream = null;
            service.Answer = request => Task.FromResult<byte[]?>(EchoService.Reply(200, $"{name} {request.Target}"));
        }
        return gateway;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        foreach (var service in services.Values) await service.DisposeAsync();
    }
}
