using System.Net;
using System.Net.Sockets;
using System.Text;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>Requests that are too large, too slow or malformed end cleanly and never reach a service.</summary>
public sealed class RequestLimitsTests(RoutedGateway routed) : IClassFixture<RoutedGateway>
{
    private const int MaxBodyBytes = 4096;

    [Fact]
    public async Task Gateway_BodyAtTheLimit_Passes()
    {
        await using var connection = await GatewayConnection.Open((await routed.Start()).Port);
        var body = Encoding.ASCII.GetBytes(new string('x', MaxBodyBytes));

        Assert.Equal(200, (await connection.Send("POST", "/v1", [routed.Client], body)).Status);
        Assert.Equal(200, (await Send($"POST /v1 HTTP/1.1\r\nHost: a\r\n{Head}Transfer-Encoding: chunked\r\n\r\n1000\r\n{new string('x', MaxBodyBytes)}\r\n0\r\n\r\n")).Status);
    }

    [Theory]
    [InlineData("Content-Length: 4097\r\n\r\n")]
    [InlineData("Content-Length: 99999999999\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1001\r\nx")]
    public Task Gateway_BodyAboveTheLimit_Gives413(string end) => Refuses(413, $"POST /v1 HTTP/1.1\r\nHost: a\r\n{Head}{end}");

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nBad Header: 1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("GE\0T / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public Task Gateway_MalformedRequest_Gives400(string request) => Refuses(400, request);

    [Fact]
    public Task Gateway_UnknownTransferEncoding_Gives501() =>
        Refuses(501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n");

    [Fact]
    public Task Gateway_RequestLineAboveTheLimit_Gives414() => Refuses(414, $"GET /{new string('a', 33_000)} HTTP/1.1\r\nHost: a\r\n\r\n");

    [Fact]
    public Task Gateway_HeaderAboveTheLimit_Gives431() => Refuses(431, $"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('a', 33_000)}\r\n\r\n");

    [Fact]
    public Task Gateway_Trace_Gives405() => Refuses(405, $"TRACE / HTTP/1.1\r\nHost: a\r\n{Head}\r\n");

    [Fact]
    public async Task Gateway_HttpOnTheTlsPort_Gives400()
    {
        var gateway = await routed.Start();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, gateway.Port, TestContext.Current.CancellationToken);
        await using var http = new HttpPeer(tcp.GetStream());
        await http.Write("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(400, (await http.Read(TestContext.Current.CancellationToken))!.Status);
    }

    [Fact]
    public async Task Gateway_SlowSender_LosesItsConnectionAndNoServiceWaits()
    {
        var gateway = await routed.Start();
        var before = routed.Service("one").Requests;
        await using var slowHead = await GatewayConnection.Open(gateway.Port);
        await using var slowBody = await GatewayConnection.Open(gateway.Port);
        await slowHead.Write("GET / HTTP/1.1\r\nHost:"u8.ToArray());
        await slowBody.Write(Encoding.ASCII.GetBytes($"POST /v1 HTTP/1.1\r\nHost: a\r\n{Head}Content-Length: 4\r\n\r\nxx"));

        var ends = await Task.WhenAll(EndOf(slowHead), EndOf(slowBody)).WaitAsync(TimeSpan.FromSeconds(25), TestContext.Current.CancellationToken);

        Assert.All(ends, status => Assert.True(status is null or 408));
        Assert.Equal(before, routed.Service("one").Requests);
    }

    private string Head => $"{routed.Client.Name}: {routed.Client.Value}\r\n";

    private static async Task<int?> EndOf(GatewayConnection connection)
    {
        try
        {
            return (await connection.Read())?.Status;
        }
        catch (IOException)
        {
            return null; // Nginx resets connections that time out.
        }
    }

    private async Task<HttpMessage> Send(string request)
    {
        await using var connection = await GatewayConnection.Open((await routed.Start()).Port);
        return await connection.SendRaw(Encoding.Latin1.GetBytes(request));
    }

    private async Task Refuses(int status, string request)
    {
        await routed.Start();
        var before = routed.Service("one").Requests;

        var answer = await Send(request);

        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.Value("Content-Type")));
        Assert.Contains($"\"status\":{status},", answer.Text);
        Assert.Equal(before, routed.Service("one").Requests);
    }
}
