using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>A client with a rule reaches its prefixes and nothing else, however it writes the path.</summary>
public sealed class ClientRulesTests
{
    private static readonly TestAuthority Root = TestAuthority.Root();

    [Fact]
    public async Task Gateway_ClientWithPrefixes_ReachesThemOnly()
    {
        var port = FreePort.Next();
        await using var service = new EchoService(port);
        await using var gateway = await Start(port);
        var acme = Root.Issue(new() { Subject = "CN=acme, O=Acme" });
        var faults = new List<string>();
        foreach (var (path, status) in new[]
        {
            ("/v1/webhooks/acme", 200),
            ("/v1/webhooks/acme?x=/../..", 200),
            ("/v1/webhooks/acme/", 200),
            ("/v1/webhooks/acme/deep/er", 200),
            ("//v1///webhooks/acme", 200),
            ("/v1/other/../webhooks/acme", 200),
            ("/v1/webhooks/./acme", 200),
            ("/v1/webhooks/%61cme", 200),
            ("/v1/webhooks%2Facme", 200),
            ("/v1/exact", 200),
            ("/", 403),
            ("/v1", 403),
            ("/v1/webhooks", 403),
            ("/v1/webhooks/acme2", 403),
            ("/v1/webhooks/acme;x=1", 403),
            ("/v1/webhooks/acme%20", 403),
            ("/v1/webhooks/acm", 403),
            ("/V1/webhooks/acme", 403),
            ("/v1/webhooks/ACME", 403),
            ("/v1/webhooks/acme/../other", 403),
            ("/v1/webhooks/acme/%2e%2e/other", 403),
            ("/v1/webhooks/acme%2f..%2fother", 403),
            ("/v1/webhooks/acme/..%2fother", 403),
            ("/v1/webhooks/acme/.%2e//other", 403),
            ("/v1/webhooks%5cacme", 403),
            ("/v1/webhooks/acme/..", 403),
            ("/v1/webhooks/acme/../..", 403),
            ("/v1/whoami#/v1/webhooks/acme", 403),
            ("/v1/whoami?/v1/webhooks/acme", 403),
            ("/../v1/webhooks/acme", 400),
            ("/v1/webhooks/acme%00", 400),
            ("/v1/webhooks/acme/%2", 400),
            ("v1/webhooks/acme", 400),
            ("http://api.internal/v1/webhooks/acme", 200),
            ("http://api.internal/v1/whoami", 403),
        })
        {
            var answer = await gateway.Get(path, acme);
            if (answer.Status != status) faults.Add($"{path}: {answer.Status} instead of {status}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Gateway_PathThatARuleAllows_IsTheOneThatTheServiceSees()
    {
        var port = FreePort.Next();
        await using var service = new EchoService(port);
        await using var gateway = await Start(port);
        var acme = Root.Issue(new() { Subject = "CN=acme" });

        foreach (var (sent, seen) in new[]
        {
            ("/v1/other/../webhooks/acme?a=%2e%2e", "/v1/webhooks/acme?a=%2e%2e"),
            ("//v1/webhooks%2Facme//x", "/v1/webhooks/acme/x"),
            ("/v1/webhooks/acme/a%20b%3Fc%23d%25e", "/v1/webhooks/acme/a%20b%3Fc%23d%25e"),
            ("/v1/webhooks/acme/%0d%0aX-Evil:%201", "/v1/webhooks/acme/%0D%0AX-Evil:%201"),
            ("/v1/webhooks/acme/%c3%a9", "/v1/webhooks/acme/%C3%A9"),
        })
            Assert.Equal(seen, EchoService.TargetIn(await gateway.Get(sent, acme)));
    }

    [Fact]
    public async Task Gateway_RefusedPath_SaysWhyInTheLogOnly()
    {
        await using var gateway = await Start(FreePort.Next());

        var answer = await gateway.Get("/v1/whoami", Root.Issue(new() { Subject = "CN=acme" }));

        var log = await gateway.LogOf(answer);
        Assert.Equal(("path_not_allowed", "CN=acme"), (log.GetProperty("verification").GetString(), log.GetProperty("clientDn").GetString()));
        Assert.DoesNotContain("path", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("ACME")]
    [InlineData("Acme ")]
    [InlineData(" acme")]
    public async Task Gateway_NameInAnotherSpelling_HasTheSameRule(string name)
    {
        await using var gateway = await Start(FreePort.Next());
        var client = Root.Issue(new() { Subject = $"CN=\"{name}\"" });

        Assert.Equal(403, (await gateway.Get("/v1/whoami", client)).Status);
        Assert.Equal(502, (await gateway.Get("/v1/webhooks/acme", client)).Status);
    }

    [Fact]
    public async Task Gateway_OthersRefused_LetsInOnlyWhomARuleNames()
    {
        await using var gateway = await GatewayProcess.Start(new GatewayEnvironment(Root)
            .WithService("echo", "127.0.0.1", FreePort.Next(), "/")
            .With("GATEWAY_CLIENT_RULES", """{"clients":{"acme":{}},"others":"refuse"}"""));

        Assert.Equal(502, (await gateway.Get("/", Root.Issue(new() { Subject = "CN=acme" }))).Status);
        foreach (var subject in new[] { "CN=other", "O=acme", "CN=acme2" })
        {
            var answer = await gateway.Get("/", Root.Issue(new() { Subject = subject }));
            Assert.Equal((403, "client_unknown"), (answer.Status, (await gateway.LogOf(answer)).GetProperty("verification").GetString()));
        }
    }

    [Fact]
    public async Task Gateway_ClientWithoutPrefixes_ReachesEveryPath()
    {
        var port = FreePort.Next();
        await using var service = new EchoService(port);
        await using var gateway = await Start(port);

        foreach (var subject in new[] { "CN=unrestricted", "CN=unknown", "CN=Unrestricted", "O=acme", "CN=acme/v1" })
            Assert.Equal(200, (await gateway.Get("/v1/whoami", Root.Issue(new() { Subject = subject }))).Status);
    }

    private static Task<GatewayProcess> Start(int port) => GatewayProcess.Start(new GatewayEnvironment(Root)
        .WithService("echo", "127.0.0.1", port, "/")
        .WithRules(("acme", ["/v1/webhooks/acme", "/v1/exact"]), ("unrestricted", []), ("root", ["/"])));
}
