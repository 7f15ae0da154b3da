using System.Text.RegularExpressions;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>A service learns who calls from the gateway alone; what a client claims never arrives.</summary>
[Collection(GatewayTests.Name)]
public sealed partial class IdentityHeaderTests(SharedGateways gateways)
{
    private const string Lie = "claimed-by-the-client";

    private static readonly string[] Owned =
    [
        "X-Client-S-DN", "X-Client-I-DN", "X-Client-Serial", "X-Client-Fingerprint", "X-Client-Verify", "X-Request-Id",
        "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP", "Forwarded", "Proxy",
        "X-Amzn-Mtls-Clientcert", "X-Amzn-Mtls-Clientcert-Leaf", "X-Amzn-Mtls-Clientcert-Serial-Number",
        "X-Amzn-Mtls-Clientcert-Issuer", "X-Amzn-Mtls-Clientcert-Subject", "X-Amzn-Mtls-Clientcert-Validity",
        "X-Amzn-Mtls-Something-New", "X-Amzn-Mtls-Clientcert-Holder", // the latter as long as -Issuer
    ];

    [Fact]
    public async Task Gateway_HeadersOfItsOwnFromTheClient_DoNotReachTheService()
    {
        string[] spellings = [.. Owned, .. Owned.Select(name => name.ToUpperInvariant()), .. Owned.Select(name => name.Replace('-', '_'))];

        foreach (var chunk in spellings.Chunk(20))
        {
            var answer = await Get([.. chunk.Select(name => (name, Lie)), .. chunk.Select(name => (name, Lie))]);

            Assert.Equal(200, answer.Status);
            Assert.DoesNotContain(Lie, answer.Text);
        }
    }

    [Fact]
    public async Task Gateway_AcceptedRequest_TellsTheServiceEachFactOnce()
    {
        var answer = await Get(("X-Forwarded-For", "6.6.6.6, 203.0.113.7"), ("X-Amzn-Trace-Id", "Root=1-67891233-abcdef"));

        var sent = EchoService.HeadersIn(answer).ToDictionary(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(
            ("203.0.113.7", "https", "api.internal", "443", "api.internal"),
            (sent["X-Forwarded-For"], sent["X-Forwarded-Proto"], sent["X-Forwarded-Host"], sent["X-Forwarded-Port"], sent["Host"]));
        Assert.Equal("Root=1-67891233-abcdef", sent["X-Amzn-Trace-Id"]);
        Assert.Matches(RequestId(), sent["X-Request-Id"]);
        Assert.Equal(answer.Value("X-Request-Id"), sent["X-Request-Id"]);
    }

    [Fact]
    public async Task Gateway_AcceptedRequest_KeepsTheCertificateHeaderToItself()
    {
        var answer = await Get();

        Assert.DoesNotContain(GatewayEnvironment.Header, EchoService.HeadersIn(answer).Select(header => header.Key), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Gateway_HopByHopHeaders_EndAtTheGateway()
    {
        var answer = await Get(("Connection", "keep-alive, X-Client-S-DN"), ("TE", "trailers"), ("Keep-Alive", "1"));

        string[] names = [.. EchoService.HeadersIn(answer).Select(header => header.Key)];
        Assert.Empty(names.Intersect(["Connection", "TE", "Keep-Alive"], StringComparer.OrdinalIgnoreCase));
        Assert.Contains("X-Client-S-DN", names);
    }

    private async Task<HttpMessage> Get(params (string, string)[] headers) =>
        await (await gateways.Get(ZooGateway.Verify)).Get("/", [(GatewayEnvironment.Header, AlbHeader.Of(gateways.Client)), .. headers]);

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex RequestId();
}
