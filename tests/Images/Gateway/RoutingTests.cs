using System.Text;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>Requests go to the service of the longest prefix, over connections that stay open.</summary>
public sealed class RoutingTests(RoutedGateway routed) : IClassFixture<RoutedGateway>
{
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
        var gateway = await routed.Start();
        var answer = await gateway.Get(path, routed.Client);

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
        var gateway = await routed.Start();
        Assert.Equal(404, (await gateway.Get(path, routed.Client)).Status);
        Assert.Equal(403, (await gateway.Get(path)).Status);
    }

    [Fact]
    public async Task Gateway_ManyRequests_UseOneConnectionToTheService()
    {
        var gateway = await routed.Start();
        var before = routed.Service("one").Connections;
        await using var connection = await GatewayConnection.Open(gateway.Port);

        for (var index = 0; index < 200; index++)
            Assert.Equal(200, (await connection.Send("GET", "/v1", [routed.Client])).Status);

        Assert.True(routed.Service("one").Connections - before <= 1, "The gateway opened a connection a request.");
    }

    [Fact]
    public async Task Gateway_WebSocket_IsRefused()
    {
        var gateway = await routed.Start();
        var before = routed.Service("one").Requests;

        var answer = await gateway.Get("/v1", routed.Client, ("Connection", "Upgrade"), ("Upgrade", "WebSocket"), ("Sec-WebSocket-Version", "13"));

        Assert.Equal((501, before), (answer.Status, routed.Service("one").Requests));
    }

    [Fact]
    public async Task Gateway_StreamedResponse_ArrivesPieceByPiece()
    {
        var gateway = await routed.Start();
        var more = new TaskCompletionSource();
        routed.Service("one").Answer = async request =>
        {
            if (request.Target == "/v1/rest") more.SetResult();
            return request.Target == "/v1/rest" ? EchoService.Reply(200) : null;
        };
        routed.Service("one").Stream = async write =>
        {
            await write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Accel-Buffering: no\r\n\r\n5\r\nfirst\r\n");
            await more.Task;
            await write("4\r\nlast\r\n0\r\n\r\n");
        };
        await using var streaming = await GatewayConnection.Open(gateway.Port);
        await streaming.Write(Encoding.ASCII.GetBytes($"GET /v1/stream HTTP/1.1\r\nHost: a\r\n{routed.Client.Name}: {routed.Client.Value}\r\n\r\n"));

        var received = await streaming.ReadUntil("first");
        await gateway.Get("/v1/rest", routed.Client);

        Assert.DoesNotContain("last", received);
        Assert.Contains("last", await streaming.ReadUntil("last"));
    }

    [Fact]
    public async Task Gateway_RedirectOfAServiceThatSpeaksHttp_StaysOnHttps()
    {
        var gateway = await routed.Start();
        routed.Service("one").Answer = _ => Task.FromResult<byte[]?>(EchoService.Reply(307, "", "Location: http://api.internal/v1/x\r\n"));

        Assert.Equal("https://api.internal/v1/x", (await gateway.Get("/v1", routed.Client)).Value("Location"));
    }

    [Fact]
    public async Task Gateway_AnswerOfAService_PassesAsItIs()
    {
        var gateway = await routed.Start();
        routed.Service("one").Answer = _ => Task.FromResult<byte[]?>(EchoService.Reply(418, "{\"a\":1}", "X-Own: yes\r\nStrict-Transport-Security: max-age=1\r\nX-Request-Id: own\r\n"));

        var answer = await gateway.Get("/v1", routed.Client);

        Assert.Equal((418, "{\"a\":1}", "yes"), (answer.Status, answer.Text, answer.Value("X-Own")));
        Assert.Equal("max-age=31536000; includeSubDomains", answer.Value("Strict-Transport-Security"));
        Assert.NotEqual("own", answer.Value("X-Request-Id"));
        Assert.Equal("nginx", answer.Value("Server"));
    }
}
