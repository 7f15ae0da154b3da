using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>A cached result ends with the certificate, the authority and the revocation list that it rests on.</summary>
public sealed class ExpiryTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Gateway_CertificateThatExpiresWhileCached_IsRefusedFromThatSecond()
    {
        var root = TestAuthority.Root();
        var ends = End();
        var client = root.Issue(new() { NotAfter = ends });

        await Expires(new GatewayEnvironment(root), AlbHeader.Of(client), ends, "expired");
    }

    [Fact]
    public async Task Gateway_IntermediateThatExpiresWhileCached_IsRefusedFromThatSecond()
    {
        var root = TestAuthority.Root();
        var ends = End();
        var issuing = root.Intermediate(CertificateProfile.Authority("Short") with { NotAfter = ends });

        await Expires(new GatewayEnvironment(root, "passthrough"), AlbHeader.Of(issuing.Issue(), issuing), ends, "expired");
    }

    [Fact]
    public async Task Gateway_RevocationListThatRunsOut_RefusesEveryone()
    {
        var root = TestAuthority.Root();
        var ends = End();
        var environment = new GatewayEnvironment(root).With("GATEWAY_CRL", root.RevocationList(ends));

        await Expires(environment, AlbHeader.Of(root.Issue()), ends, "crl_expired");
    }

    [Fact]
    public async Task Gateway_CertificateThatBecomesValid_IsAcceptedSoonAfter()
    {
        var root = TestAuthority.Root();
        var port = FreePort.Next();
        await using var service = new EchoService(port);
        await using var gateway = await GatewayProcess.Start(new GatewayEnvironment(root).WithService("echo", "127.0.0.1", port, "/"));
        var client = root.Issue(new() { NotBefore = DateTimeOffset.UtcNow.AddSeconds(2) });

        Assert.Equal(403, (await gateway.Get("/", client)).Status);
        await gateway.Process.WaitUntil(async _ => (await gateway.Get("/", client)).Status == 200, TimeSpan.FromSeconds(10));
    }

    // Whole seconds, as certificates have them.
    private static DateTimeOffset End() => DateTimeOffset.FromUnixTimeSeconds((DateTimeOffset.UtcNow + Life).ToUnixTimeSeconds());

    private static async Task Expires(GatewayEnvironment environment, string header, DateTimeOffset ends, string reason)
    {
        var port = FreePort.Next();
        await using var service = new EchoService(port);
        await using var gateway = await GatewayProcess.Start(environment.WithService("echo", "127.0.0.1", port, "/"));
        await using var connection = await GatewayConnection.Open(gateway.Port);
        HttpMessage answer;
        while (true)
        {
            var before = DateTimeOffset.UtcNow;
            answer = await connection.Send("GET", "/", [(GatewayEnvironment.Header, header)]);
            // Nginx's clock is read once an event, so that it may be a little behind.
            if (before >= ends.AddMilliseconds(50)) break;
            if (DateTimeOffset.UtcNow < ends) Assert.Equal(200, answer.Status);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal((403, reason), (answer.Status, (await gateway.LogOf(answer)).GetProperty("verification").GetString()));
    }
}
