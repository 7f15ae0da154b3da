using System.Text;
using System.Text.Json;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>What the two health endpoints and the line for metrics say.</summary>
[Collection(GatewayTests.Name)]
public sealed class StatusTests(SharedGateways gateways)
{
    [Fact]
    public async Task Health_WithoutCertificateAndWithAnyHost_IsOkAndSaysNothingElse()
    {
        var gateway = await gateways.Get(ZooGateway.Verify);

        foreach (var head in new[] { "HTTP/1.0\r\n", "HTTP/1.1\r\nHost: 10.0.0.7:443\r\n", "HTTP/1.1\r\nHost: anything.example\r\n" })
        {
            await using var connection = await GatewayConnection.Open(gateway.Port);
            var answer = await connection.SendRaw(Encoding.ASCII.GetBytes($"GET /-/health {head}\r\n"));
            Assert.Equal((200, "ok\n"), (answer.Status, answer.Text));
        }
    }

    [Fact]
    public async Task Status_EverythingGood_GivesDaysLeftAndAddresses()
    {
        var status = await (await gateways.Get(ZooGateway.Passthrough)).Status();

        Assert.True(status.GetProperty("good").GetBoolean());
        Assert.Equal(
            (30, 365, 365, 1, 0),
            (Days(status, "serverCertificateDaysLeft"), Days(status, "certificateAuthorityDaysLeft"), Days(status, "intermediateDaysLeft"),
                Days(status, "revocationListDaysLeft"), status.GetProperty("servicesWithoutAddress").GetInt32()));
        Assert.Equal(
            ["CN=Zoo root,O=Secure API", "CN=Zoo RSA root,O=Secure API"],
            status.GetProperty("certificateAuthorities").EnumerateArray().Select(item => item.GetProperty("subject").GetString()));
        Assert.Equal(4, status.GetProperty("revocationLists").GetArrayLength());
        var service = status.GetProperty("services")[0];
        Assert.Equal("echo", service.GetProperty("name").GetString());
        Assert.StartsWith("127.0.0.1:", service.GetProperty("addresses")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OutsideTheTask_IsNotReachable()
    {
        var gateway = await gateways.Get(ZooGateway.Verify);
        var client = (GatewayEnvironment.Header, AlbHeader.Of(gateways.Client));

        Assert.Equal("127.0.0.1", gateway.StatusAddress);
        Assert.Equal("/status", EchoService.TargetIn(await gateway.Get("/status", client)));
    }

    [Fact]
    public async Task StatusLine_WithinSeconds_IsWrittenForMetrics()
    {
        var gateway = await gateways.Get(ZooGateway.Verify);
        string? line = null;

        await gateway.Process.WaitUntil(process => Task.FromResult(
            (line = process.Output.FirstOrDefault(entry => entry.Contains("\"message\":\"gateway status\"", StringComparison.Ordinal))) is not null));

        var status = JsonDocument.Parse(line!).RootElement;
        Assert.True(status.GetProperty("good").GetBoolean());
        Assert.All(
            ["serverCertificateDaysLeft", "certificateAuthorityDaysLeft", "intermediateDaysLeft", "revocationListDaysLeft", "servicesWithoutAddress"],
            name => Assert.Equal(JsonValueKind.Number, status.GetProperty(name).ValueKind));
    }

    private static int Days(JsonElement status, string name) => (int)Math.Ceiling(status.GetProperty(name).GetDouble());
}
