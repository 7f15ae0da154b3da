using System.Text;
using SecureApi.Tests.Gateway.Certificates;
using SecureApi.Tests.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Gateway;

/// <summary>Requests go to the service of the longest prefix, over connections that stay open.</summary>
public sealed class RoutingTests : IAsyncLifetime
{
    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly (string, string) Client = (GatewayEnvironment.Header, AlbHeader.Of(Root.Issue()));
    private readonly Dictionary<string, EchoService> services = [];
    private GatewayProcess gateway = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        GatewayImage.Require();
        var environment = new GatewayEnvironment(Root);
        foreach (var (name, prefix) in new[] { ("one", "/v1"), ("ten", "/v10"), ("deep", "/v1/deep"), ("dotted", "/a.b~c") })
        {
            var port = FreePort.Next();
            services[name] = new EchoService(port) { Answer = request => Task.FromResult<byte[]?>(EchoService.Reply(200, $"{name} {request.Target}")) };
            environment.WithService(name, "127.0.0.1", port, prefix);
        }
        gateway = await GatewayProcess.Start(environment);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        foreach (var service in services.Values) await service.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1", "one /v1")]
    [InlineData("/v1?a=1&b=%20", "one /v1?a=1&b=%20")]
    [InlineData("/v1/", "one /v1/")]
    [InlineData("/v1/x", "one /v1/x")]
    [InlineData("/v10", "ten /v10")]
    [InlineData("/v1/deeper", "one /v1/deeper")]
    [InlineData("/v1/deep", "deep /v1/deep")]
    [InlineData("/v1/deep/x/y", "deep /v1/deep/x/y")]
    [InlineData("/v1/deep/../x", "one /v1/x")]
    [InlineData("/a.b~c/d", "dotted /a.b~c/d")]
    public async Task Gateway_PathOfAService_ReachesIt(string path, string expected)
    {
        var answer = await gateway.Get(path, Client);

        Assert.Equal((200, expected), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v")]
    [InlineData("/v11")]
    [InlineData("/V1")]
    [InlineData("/aXb~c")]
    [InlineData("/-/status")]
    public async Task Gateway_PathOfNoService_Gives404ToAClientAnd403ToAStranger(string path)
    {
        Assert.Equal(404, (await gateway.Get(path, Client)).Status);
        Assert.Equal(403, (await gateway.Get(path)).Status);
    }

    [Fact]
    public async Task Gateway_ManyRequests_UseOneConnectionToTheService()
    {
        await using var connection = await GatewayConnection.Open(gateway.Port);

        for (var index = 0; index < 200; index++)
            Assert.Equal(200, (await connection.Send("GET", "/v1", [Client])).Status);

        Assert.Equal((200, 1), (services["one"].Requests, services["one"].Connections));
    }

    [Fact]
    public async Task Gateway_WebSocket_IsRefused()
    {
        var answer = await gateway.Get("/v1", Client, ("Connection", "Upgrade"), ("Upgrade", "WebSocket"), ("Sec-WebSocket-Version", "13"));

        Assert.Equal(501, answer.Status);
        Assert.Equal(0, services["one"].Requests);
    }

    [Fact]
    public async Task Gateway_StreamedResponse_ArrivesPieceByPiece()
    {
        var more = new TaskCompletionSource();
        services["one"].Answer = async request =>
        {
            if (request.Target == "/v1/rest") more.SetResult();
            return request.Target == "/v1/rest" ? EchoService.Reply(200) : null;
        };
        services["one"].Stream = async write =>
        {
            await write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Accel-Buffering: no\r\n\r\n5\r\nfirst\r\n");
            await more.Task;
            await write("4\r\nlast\r\n0\r\n\r\n");
        };
        await using var streaming = await GatewayConnection.Open(gateway.Port);
        await streaming.Write(Encoding.ASCII.GetBytes($"GET /v1/stream HTTP/1.1\r\nHost: a\r\n{Client.Item1}: {Client.Item2}\r\n\r\n"));

        var received = await streaming.ReadUntil("first");
        await gateway.Get("/v1/rest", Client);

        Assert.DoesNotContain("last", received);
        Assert.Contains("last", await streaming.ReadUntil("last"));
    }

    [Fact]
    public async Task Gateway_RedirectOfAServiceThatSpeaksHttp_StaysOnHttps()
    {
        services["one"].Answer = _ => Task.FromResult<byte[]?>(EchoService.Reply(307, "", "Location: http://api.internal/v1/x\r\n"));

        Assert.Equal("https://api.internal/v1/x", (await gateway.Get("/v1", Client)).Value("Location"));
    }

    [Fact]
    public async Task Gateway_AnswerOfAService_PassesAsItIs()
    {
        services["one"].Answer = _ => Task.FromResult<byte[]?>(EchoService.Reply(418, "{\"a\":1}", "X-Own: yes\r\nStrict-Transport-Security: max-age=1\r\nX-Request-Id: own\r\n"));

        var answer = await gateway.Get("/v1", Client);

        Assert.Equal((418, "{\"a\":1}", "yes"), (answer.Status, answer.Text, answer.Value("X-Own")));
        Assert.Equal("max-age=31536000; includeSubDomains", answer.Value("Strict-Transport-Security"));
        Assert.NotEqual("own", answer.Value("X-Request-Id"));
        Assert.Equal("nginx", answer.Value("Server"));
    }
}
