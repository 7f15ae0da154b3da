using System.Text;
using System.Text.Json;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>Each request leaves one JSON object that says who, what and how long, and holds no content.</summary>
[Collection(GatewayTests.Name)]
public sealed class AccessLogTests(SharedGateways gateways)
{
    [Fact]
    public async Task AccessLog_AcceptedRequest_NamesClientServiceAndTimes()
    {
        var gateway = await gateways.Get(ZooGateway.Verify);
        var client = gateways.Client;

        var answer = await gateway.Get("/a%20b?x=1", (GatewayEnvironment.Header, AlbHeader.Of(client)),
            ("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678"), ("X-Forwarded-For", "198.51.100.9"));

        var log = await gateway.LogOf(answer);
        Assert.Equal(
            ("request", "Root=1-67891233-abcdef012345678912345678", "198.51.100.9", "CN=acme,O=Acme", client.Certificate.SerialNumber),
            (Text(log, "message"), Text(log, "traceId"), Text(log, "clientAddress"), Text(log, "clientDn"), Text(log, "clientSerial")));
        Assert.Equal(
            ("ok", "GET", "/a b", "HTTP/1.1", 200, "echo", "200"),
            (Text(log, "verification"), Text(log, "method"), Text(log, "path"), Text(log, "protocol"), log.GetProperty("status").GetInt32(),
                Text(log, "service"), Text(log, "upstreamStatus")));
        Assert.StartsWith("127.0.0.1:", Text(log, "upstream"));
        Assert.True(log.GetProperty("seconds").GetDouble() >= 0);
        Assert.True(log.GetProperty("bytesIn").GetInt64() > 0 && log.GetProperty("bytesOut").GetInt64() > 0);

        // Thirty days when the request comes in the second of the issue, one less after it.
        Assert.InRange(log.GetProperty("clientCertificateDaysLeft").GetInt32(), 29, 30);
        Assert.Equal(DateTimeOffset.UtcNow, DateTimeOffset.Parse(Text(log, "time")), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task AccessLog_RefusedRequest_SaysWhyAndHowDeep()
    {
        var gateway = await gateways.Get(ZooGateway.Passthrough);
        var authorities = gateways.Authorities;

        var log = await gateway.LogOf(await gateway.Get("/x", (GatewayEnvironment.Header, AlbHeader.Of(authorities.Revoked.Issue(), authorities.Revoked))));

        Assert.Equal(
            ("revoked", "depth 1: certificate revoked", "/x", "", ""),
            (Text(log, "verification"), Text(log, "verificationDetail"), Text(log, "path"), Text(log, "clientDn"), Text(log, "upstream")));
    }

    [Fact]
    public async Task AccessLog_MalformedRequest_SaysWhyAndWhere()
    {
        var gateway = await gateways.Get(ZooGateway.Verify);

        var log = await gateway.LogOf(await gateway.Get("/x", (GatewayEnvironment.Header, "%")));

        Assert.Equal(("encoding_invalid", "/x", 400), (Text(log, "verification"), Text(log, "path"), log.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task AccessLog_AnyRequest_HoldsNoContent()
    {
        const string Secret = "do-not-log-me";
        var gateway = await gateways.Get(ZooGateway.Verify);
        await using var connection = await GatewayConnection.Open(gateway.Port);

        var answer = await connection.Send("POST", $"/x?token={Secret}",
            [(GatewayEnvironment.Header, AlbHeader.Of(gateways.Client)), ("Authorization", Secret), ("Cookie", Secret), ("User-Agent", Secret)],
            Encoding.ASCII.GetBytes(Secret));
        await gateway.LogOf(answer);

        Assert.Contains(Secret, answer.Text);
        Assert.DoesNotContain(Secret, string.Join('\n', gateway.Process.Output));
        Assert.DoesNotContain(GatewayEnvironment.Header, string.Join('\n', gateway.Process.Output));
    }

    [Fact]
    public async Task AccessLog_HostileText_StaysOneObjectALine()
    {
        var gateway = await gateways.Get(ZooGateway.Verify);

        foreach (var path in new[] { "/%0a%7b%22status%22%3a200%7d", "/%22%5c%22", "/%c3%28%ff", "/%e2%80%a8", "/\"}", "/{{name}}" })
        {
            var log = await gateway.LogOf(await gateway.Get(path, ("X-Amzn-Trace-Id", "\"},{\"a\":\"\t"), (GatewayEnvironment.Header, "x")));
            Assert.Equal(400, log.GetProperty("status").GetInt32());
        }

        Assert.All(gateway.Process.Output, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [Fact]
    public async Task AccessLog_HealthChecks_AreLeftOut()
    {
        var gateway = await gateways.Get(ZooGateway.Verify);

        await gateway.Get("/-/health");
        await gateway.LogOf(await gateway.Get("/after"));

        Assert.DoesNotContain("/-/health", string.Join('\n', gateway.Process.Output));
    }

    private static string Text(JsonElement log, string name) => log.GetProperty(name).GetString()!;
}
