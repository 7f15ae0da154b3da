using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>
/// Every certificate and header of the zoo gets its one status and its one reason. The zoo is sent as a whole, because
/// the access log comes within a second and not at once; a failure names each case that is wrong.
/// </summary>
[Collection(GatewayTests.Name)]
public sealed class CertificateValidationTests(SharedGateways gateways)
{
    [Fact]
    public async Task Gateway_EachCertificateOfTheZoo_GetsItsStatusAndReason()
    {
        var faults = new List<string>();
        foreach (var (item, answer) in await SendZoo())
        {
            var log = await (await gateways.Get(item.Gateway)).LogOf(answer);
            var reason = log.GetProperty("verification").GetString();
            if ((answer.Status, reason) != (item.Status, item.Reason))
                faults.Add($"{item.Name}: {answer.Status} {reason} instead of {item.Status} {item.Reason} {log}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Gateway_EachRefusalOfTheZoo_KeepsTheReasonFromTheClient()
    {
        var faults = new List<string>();
        foreach (var (item, answer) in await SendZoo())
            if (item.Status != 200 && answer.Text.TrimEnd() != Problem(answer))
                faults.Add($"{item.Name}: {answer.Text}");

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Gateway_EachAcceptedCertificateOfTheZoo_ReachesTheServiceAsItself()
    {
        var faults = new List<string>();
        foreach (var (item, answer) in await SendZoo())
        {
            if (item.Status != 200) continue;
            using var leaf = AlbHeader.LeafOf(item.Headers[0].Value);
            var sent = EchoService.HeadersIn(answer).ToDictionary(StringComparer.OrdinalIgnoreCase);
            var expected = new OpenSslNames(leaf);
            if ((sent["X-Client-S-DN"], sent["X-Client-I-DN"], sent["X-Client-Serial"], sent["X-Client-Fingerprint"], sent["X-Client-Verify"])
                != (expected.Subject, expected.Issuer, expected.Serial, expected.Fingerprint, "SUCCESS"))
                faults.Add($"{item.Name}: {answer.Text}, expected {expected}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private async Task<List<(ZooCase Case, HttpMessage Answer)>> SendZoo()
    {
        var answers = new List<(ZooCase, HttpMessage)>();
        foreach (var item in gateways.Zoo)
            answers.Add((item, await (await gateways.Get(item.Gateway)).Get("/", [.. item.Headers])));
        return answers;
    }

    private static string Problem(HttpMessage answer)
    {
        var title = answer.Status switch { 400 => "Bad Request", 403 => "Forbidden", _ => "Request Header Fields Too Large" };
        return $$"""{"type":"about:blank","title":"{{title}}","status":{{answer.Status}},"requestId":"{{answer.Value("X-Request-Id")}}"}""";
    }
}
