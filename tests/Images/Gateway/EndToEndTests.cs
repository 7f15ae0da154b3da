using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>The whole way: a client with its key, the load balancer's stand-in, the gateway, the real API.</summary>
public sealed class EndToEndTests(EndToEndTests.SharedApi api) : IClassFixture<EndToEndTests.SharedApi>, IAsyncLifetime
{
    private static readonly TestAuthority Root = TestAuthority.Root();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        GatewayImage.Require();
        await api.Start();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("verify")]
    [InlineData("passthrough")]
    public async Task Api_CalledByAGoodClient_KnowsWhoItIs(string mode)
    {
        await using var gateway = await Start(mode);
        await using var balancer = Balance(gateway, mode);
        var credential = Root.Issue();
        using var client = balancer.Client(credential);

        var caller = await client.GetFromJsonAsync<JsonElement>("/v1/whoami", Cancel);

        Assert.Equal(
            ("CN=acme,O=Acme", "CN=Test root,O=Secure API", credential.Certificate.SerialNumber, credential.Fingerprint),
            (Text(caller, "subject"), Text(caller, "issuer"), Text(caller, "serial"), Text(caller, "fingerprint")));
    }

    [Fact]
    public async Task Api_CalledWithAStrangersCertificate_IsNotReached()
    {
        var stranger = TestAuthority.Root("Stranger").Issue();
        await using var verifying = await Start("verify");
        await using var strict = Balance(verifying, "verify");
        await using var passing = await Start("passthrough");
        await using var lax = Balance(passing, "passthrough");

        using var refused = strict.Client(stranger);
        await Assert.ThrowsAsync<HttpRequestException>(() => refused.GetAsync("/v1/whoami", Cancel));
        using var passed = lax.Client(stranger);
        Assert.Equal(HttpStatusCode.Forbidden, (await passed.GetAsync("/v1/whoami", Cancel)).StatusCode);
        using var without = lax.Client(null);
        Assert.Equal(HttpStatusCode.Forbidden, (await without.GetAsync("/v1/whoami", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Api_ClientThatSendsTheHeaderItself_IsRefused()
    {
        var victim = AlbHeader.Of(Root.Issue(new() { Subject = "CN=victim" }));
        await using var gateway = await Start("verify");
        await using var balancer = Balance(gateway, "verify");
        using var client = balancer.Client(Root.Issue());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/whoami") { Headers = { { GatewayEnvironment.Header, victim } } };

        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(request, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Api_AskedWithoutTheGateway_RefusesToNameAClient()
    {
        using var direct = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{api.Port}") };

        Assert.Equal(HttpStatusCode.Forbidden, (await direct.GetAsync("/v1/whoami", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Api_TasksReplacedUnderLoad_LoseNoRequest()
    {
        await using var dns = new DnsStub();
        dns.Set("api.internal", "127.0.9.1");
        var tasks = new Dictionary<string, RunningProcess> { ["127.0.9.1"] = await StartTask("127.0.9.1") };
        await using var gateway = await GatewayProcess.Start(new GatewayEnvironment(Root)
            .WithService("api", "api.internal", api.Port, "/").With("GATEWAY_RESOLVER", $"127.0.0.1:{dns.Port}"));
        var header = (GatewayEnvironment.Header, AlbHeader.Of(Root.Issue()));
        await using var load = Load.Start(gateway, connection => connection.Send("GET", "/v1/whoami", [header]), 2);
        await load.More(50);

        foreach (var (leaving, coming) in new[] { ("127.0.9.1", "127.0.9.2"), ("127.0.9.2", "127.0.9.3") })
        {
            tasks[coming] = await StartTask(coming);
            dns.Set("api.internal", coming);
            tasks[leaving].Signal(15);
            await load.More(50);
            Assert.Equal(0, await tasks[leaving].WaitForExit());
            await load.More(50);
        }

        Assert.Equal(["200"], (await load.Stop()).Keys);
        foreach (var task in tasks.Values) await task.DisposeAsync();
    }

    private Task<RunningProcess> StartTask(string address) => ApiProcess.Start(address, api.Port,
        new Dictionary<string, string> { ["API_DRAIN_DELAY_SECONDS"] = "3", ["API_STOP_TIMEOUT_SECONDS"] = "10" });

    private Task<GatewayProcess> Start(string mode) =>
        GatewayProcess.Start(new GatewayEnvironment(Root, mode).WithService("api", "127.0.0.1", api.Port, "/"));

    private static AlbStandIn Balance(GatewayProcess gateway, string mode) =>
        new(gateway.Port, mode == "verify" ? [Root.Certificate] : null);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    /// <summary>One API for all of these tests. It starts with the first that asks.</summary>
    public sealed class SharedApi : IAsyncDisposable
    {
        private RunningProcess? process;

        /// <summary>Where it listens, on 127.0.0.1.</summary>
        public int Port { get; } = FreePort.Next();

        /// <summary>Starts it, unless it runs.</summary>
        public async Task Start() => process ??= await ApiProcess.Start("127.0.0.1", Port);

        /// <inheritdoc />
        public async ValueTask DisposeAsync()
        {
            if (process is not null) await process.DisposeAsync();
        }
    }
}
