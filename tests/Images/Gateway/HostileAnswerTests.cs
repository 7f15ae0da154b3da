using System.Text;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>A service that is broken, or in the wrong hands, reaches no client beyond the answers to its own requests.</summary>
public sealed class HostileAnswerTests(GuardedGateway guarded) : IClassFixture<GuardedGateway>
{
    [Theory]
    [InlineData("no status line at all\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")]
    [InlineData("HTTP/2 200\r\n\r\nevil")]
    [InlineData("HTTP 200 OK\r\n\r\nevil")]
    [InlineData("\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")]
    [InlineData("evil")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nevil")]
    [InlineData("HTTP/1.1 000 Evil\r\n\r\nevil")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </evil>\r\n\r\n")]
    [InlineData("HTTP/1.1 199 Evil\r\nContent-Length: 4\r\n\r\nevil")]
    public async Task Gateway_AnswerThatIsNone_Gives502AndClosesTheConnection(string bytes)
    {
        var gateway = await guarded.Start();
        guarded.Service.Answer = _ => Task.FromResult<byte[]?>(Encoding.Latin1.GetBytes(bytes));
        await using var connection = await GatewayConnection.Open(gateway.Port);

        var answer = await connection.Send("GET", "/", [guarded.Client]);

        Assert.Equal((502, "close"), (answer.Status, answer.Value("Connection")));
        Assert.DoesNotContain("evil", answer.Text + Encoding.Latin1.GetString(answer.HeadBytes()));
        Assert.Null(await connection.Read());
        Assert.Equal(502, (await gateway.LogOf(answer)).GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nNo colon\r\n\r\nevil")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\nevil")]
    public async Task Gateway_AnswerWithABrokenHead_Gives502(string bytes)
    {
        var gateway = await guarded.Start();
        guarded.Service.Answer = _ => Task.FromResult<byte[]?>(Encoding.Latin1.GetBytes(bytes));

        var answer = await gateway.Get("/", guarded.Client);

        Assert.Equal(502, answer.Status);
        Assert.DoesNotContain("evil", answer.Text);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "ok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "ok")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "")]
    public async Task Gateway_TwoAnswersInOne_PassesTheFirstOnly(string bytes, string text)
    {
        var gateway = await guarded.Start();
        guarded.Service.Answer = request => Task.FromResult<byte[]?>(
            request.Target == "/two" ? Encoding.Latin1.GetBytes(bytes) : EchoService.Reply(200, "own"));
        await using var connection = await GatewayConnection.Open(gateway.Port);

        var answer = await connection.Send("GET", "/two", [guarded.Client]);
        var next = await connection.Send("GET", "/next", [guarded.Client]);

        Assert.Equal((text, "own"), (answer.Text, next.Text));
    }

    [Theory]
    [InlineData("X-Accel-Redirect: /other")]
    [InlineData("X-Accel-Limit-Rate: 1")]
    [InlineData("X-Accel-Charset: koi8-r")]
    [InlineData("X-Accel-Expires: 100")]
    [InlineData("X-Accel-Buffering: yes")]
    [InlineData("X-Accel-Version: 1")]
    [InlineData("Upgrade: x")]
    [InlineData("Keep-Alive: timeout=1")]
    [InlineData("Proxy-Authenticate: Basic")]
    [InlineData("Trailer: X")]
    [InlineData("Connection: X-Named\r\nX-Named: 1")]
    public async Task Gateway_HeadersOfAServiceForTheGateway_EndThere(string header)
    {
        var gateway = await guarded.Start();
        var before = guarded.Service.Requests;
        guarded.Service.Answer = _ => Task.FromResult<byte[]?>(EchoService.Reply(200, new string('x', 100), header + "\r\n"));

        var answer = await gateway.Get("/", guarded.Client);

        Assert.Equal((200, before + 1), (answer.Status, guarded.Service.Requests));
        Assert.DoesNotContain(answer.Headers, pair => header.Contains(pair.Key + ":", StringComparison.OrdinalIgnoreCase)
            && pair.Key is not "Connection" || pair.Key.StartsWith("X-Accel", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("charset", answer.Value("Content-Type") ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31_000, 200)]
    [InlineData(33_000, 502)]
    public async Task Gateway_HeadOfAnAnswer_MayHave32KiB(int bytes, int status)
    {
        var gateway = await guarded.Start();
        guarded.Service.Answer = _ => Task.FromResult<byte[]?>(EchoService.Reply(200, "", $"X-Long: {new string('x', bytes)}\r\n"));

        Assert.Equal(status, (await gateway.Get("/", guarded.Client)).Status);
    }

    [Fact]
    public async Task ErrorLog_ServiceFails_HoldsNeitherQueryNorReferer()
    {
        var gateway = await guarded.Start();
        guarded.Service.Answer = _ => Task.FromResult<byte[]?>(null);

        await gateway.Get("/x?token=do-not-log-me", guarded.Client, ("Referer", "https://a.example/do-not-log-me\u001b[31m"));
        await gateway.Process.WaitUntil(process => Task.FromResult(
            process.Errors.Any(line => line.Contains("prematurely closed connection", StringComparison.Ordinal))));

        var errors = string.Join('\n', gateway.Process.Errors);
        Assert.Contains("upstream: 127.0.0.1:", errors);
        Assert.DoesNotContain("do-not-log-me", errors);
        Assert.DoesNotContain('\u001b', errors);
    }
}
