using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>A reload takes in new authorities and lists at once, drops no good request and keeps no old result.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task Gateway_NewRevocationListUnderLoad_RefusesTheRevokedAndServesTheOthers()
    {
        var root = TestAuthority.Root();
        var (good, bad) = (root.Issue(), root.Issue());
        var port = FreePort.Next();
        await using var service = new EchoService(port);
        await using var gateway = await GatewayProcess.Start(Describe(root, port).With("GATEWAY_CRL", root.RevocationList()));
        await using var load = Start(gateway, good);
        Assert.Equal(200, (await gateway.Get("/", bad)).Status);

        root.Revoke(bad.Certificate);
        gateway.Replace("crl.pem", root.RevocationList());
        await load.More(100);
        await gateway.Reload();
        await load.More(100);

        var answer = await gateway.Get("/", bad);
        Assert.Equal((403, "revoked"), (answer.Status, await Reason(gateway, answer)));
        Assert.Equal(["200"], (await load.Stop()).Keys);
    }

    [Fact]
    public async Task Gateway_AuthorityRotatedUnderLoad_ServesEachClientWhileItIsTrusted()
    {
        // Both generations have the same name, as a rotated authority may.
        var (old, next) = (TestAuthority.Root("Rotated"), TestAuthority.Root("Rotated"));
        var (oldClient, nextClient) = (old.Issue(), next.Issue());
        var port = FreePort.Next();
        await using var service = new EchoService(port);
        await using var gateway = await GatewayProcess.Start(Describe(old, port).With("GATEWAY_CRL", old.RevocationList()));
        Assert.Equal(403, (await gateway.Get("/", nextClient)).Status);

        await using (var load = Start(gateway, oldClient))
        {
            await load.More(50);
            gateway.Replace("ca-bundle.pem", old.Pem + next.Pem);
            gateway.Replace("crl.pem", old.RevocationList() + next.RevocationList());
            await gateway.Reload();
            await load.More(50);
            Assert.Equal(["200"], (await load.Stop()).Keys);
        }
        await using (var load = Start(gateway, nextClient))
        {
            await load.More(50);
            gateway.Replace("ca-bundle.pem", next.Pem);
            gateway.Replace("crl.pem", next.RevocationList());
            await gateway.Reload();
            await load.More(50);
            Assert.Equal(["200"], (await load.Stop()).Keys);
        }
        Assert.Equal(403, (await gateway.Get("/", oldClient)).Status);
    }

    [Theory]
    [InlineData("ca-bundle.pem", "nonsense", "GATEWAY_CA_BUNDLE: not PEM")]
    [InlineData("crl.pem", "nonsense", "GATEWAY_CRL: not PEM")]
    [InlineData("client-rules.json", "nonsense", "GATEWAY_CLIENT_RULES: not an object")]
    public async Task Gateway_FaultyFile_KeepsTheOldConfiguration(string file, string text, string message)
    {
        var root = TestAuthority.Root();
        var port = FreePort.Next();
        await using var service = new EchoService(port);
        await using var gateway = await GatewayProcess.Start(Describe(root, port));
        var workers = gateway.Workers;

        gateway.Replace(file, text);
        gateway.SignalReload();
        await gateway.Process.WaitUntil(process => Task.FromResult(process.Errors.Any(line => line.Contains(message, StringComparison.Ordinal))));

        Assert.Equal(workers, gateway.Workers);
        Assert.Equal(200, (await gateway.Get("/", root.Issue())).Status);
    }

    [Fact]
    public async Task Gateway_Reload_KnowsItsServicesFromTheFirstRequestOn()
    {
        var root = TestAuthority.Root();
        var port = FreePort.Next();
        await using var dns = new DnsStub();
        dns.Set("api.internal", "127.0.0.1");
        await using var service = new EchoService(port);
        await using var gateway = await GatewayProcess.Start(new GatewayEnvironment(root)
            .WithService("api", "api.internal", port, "/").With("GATEWAY_RESOLVER", $"127.0.0.1:{dns.Port}"));
        await using var load = Start(gateway, root.Issue());
        await load.More(50);

        dns.Fails = true;
        for (var round = 0; round < 3; round++) await gateway.Reload();
        await load.More(50);

        Assert.Equal(["200"], (await load.Stop()).Keys);
    }

    private static GatewayEnvironment Describe(TestAuthority root, int port) =>
        new GatewayEnvironment(root).WithService("echo", "127.0.0.1", port, "/");

    private static Load Start(GatewayProcess gateway, Credential client)
    {
        var header = (GatewayEnvironment.Header, AlbHeader.Of(client));
        return Load.Start(gateway, connection => connection.Send("GET", "/", [header]));
    }

    private static async Task<string?> Reason(GatewayProcess gateway, HttpMessage answer) =>
        (await gateway.LogOf(answer)).GetProperty("verification").GetString();
}
