using System.Globalization;
using System.Xml.Linq;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>The listener as sslscan sees it: these protocols, ciphers and groups, and nothing else.</summary>
[Collection(GatewayTests.Name)]
public sealed class TlsListenerTests(SharedGateways gateways)
{
    [Fact]
    public async Task Listener_Scanned_OffersTls12And13Only()
    {
        var scan = await Scan();

        Assert.Equal(
            ["ssl2 0", "ssl3 0", "tls1.0 0", "tls1.1 0", "tls1.2 1", "tls1.3 1"],
            scan.Elements("protocol").Select(item => $"{item.Attribute("type")!.Value}{item.Attribute("version")!.Value} {item.Attribute("enabled")!.Value}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Listener_Scanned_OffersForwardSecretAeadCiphersOnly()
    {
        var scan = await Scan();

        // Nothing of the configured list is hidden from the scan: the entry point takes ECDSA keys only.
        Assert.Equal(
            [
                "TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256",
                "TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384",
                "TLSv1.2 ECDHE-ECDSA-CHACHA20-POLY1305",
                "TLSv1.3 TLS_AES_128_GCM_SHA256",
                "TLSv1.3 TLS_AES_256_GCM_SHA384",
                "TLSv1.3 TLS_CHACHA20_POLY1305_SHA256",
            ],
            scan.Elements("cipher").Select(item => $"{item.Attribute("sslversion")!.Value} {item.Attribute("cipher")!.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Listener_Scanned_HasNoneOfTheKnownWeaknesses()
    {
        var scan = await Scan();

        Assert.Equal("0", scan.Element("renegotiation")!.Attribute("supported")!.Value);
        Assert.All(scan.Elements("heartbleed"), item => Assert.Equal("0", item.Attribute("vulnerable")!.Value));
        Assert.Equal(
            ["secp256r1 (NIST P-256)", "secp384r1 (NIST P-384)", "x25519"],
            scan.Elements("group").Select(item => item.Attribute("name")!.Value).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Listener_SessionTickets_AreNotIssued()
    {
        await using var client = Openssl((await gateways.Get(ZooGateway.Verify)).Port, "-tls1_2");
        await client.WaitForExit();

        Assert.Contains("Cipher is ECDHE-ECDSA-AES128-GCM-SHA256", client.ToString());
        Assert.DoesNotContain("session ticket", client.ToString());
    }

    private async Task<XElement> Scan()
    {
        var gateway = await gateways.Get(ZooGateway.Verify);
        await using var scan = RunningProcess.Start(
            ["/usr/bin/sslscan", "--no-colour", "--xml=-", "--show-cipher-ids", $"127.0.0.1:{gateway.Port.ToString(CultureInfo.InvariantCulture)}"],
            new Dictionary<string, string>());
        await scan.WaitForExit();
        return XDocument.Parse(string.Join('\n', scan.Output)).Root!.Element("ssltest")!;
    }

    private static RunningProcess Openssl(int port, string protocol) => RunningProcess.Start(
        ["/bin/sh", "-c", "exec /usr/bin/openssl s_client -connect \"$0\" \"$1\" </dev/null", $"127.0.0.1:{port}", protocol],
        new Dictionary<string, string>());
}
