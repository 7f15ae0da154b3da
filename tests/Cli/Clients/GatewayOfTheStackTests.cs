using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SecureApi.Configuration;
using SecureApi.PrivateCa;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>The real Nginx with what the stack's task definition gives it, and clients with what the stack issues to them.</summary>
public sealed class GatewayOfTheStackTests : IAsyncLifetime
{
    private readonly int port = FreePort.Next();
    private readonly List<GatewayProcess> gateways = [];
    private EchoService? service;

    public ValueTask InitializeAsync()
    {
        GatewayImage.Require();
        service = new EchoService(port);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in gateways) await gateway.DisposeAsync();
        if (service is not null) await service.DisposeAsync();
    }

    [Fact]
    public async Task Client_RegisteredAndGood_Gets200AndItsDaysAreLogged()
    {
        var stack = await IssuedStack.Record(IssuedStack.Settings("acme"));
        var gateway = await Start(stack);
        var answer = await stack.Call(gateway, stack["acme"]);
        Assert.Equal(200, answer.Status);
        var log = await gateway.LogOf(answer);
        Assert.Equal("CN=acme", log.GetProperty("clientDn").GetString());
        Assert.Contains("private CA g1", log.GetProperty("clientIssuer").GetString(), StringComparison.Ordinal);
        Assert.Equal(364, log.GetProperty("clientCertificateDaysLeft").GetInt32());
    }

    [Fact]
    public async Task Client_Expired_IsRefused()
    {
        var settings = IssuedStack.Settings("acme");
        var past = await IssuedStack.Record(settings, DateTimeOffset.UtcNow.AddDays(-400));
        await Refuses(await IssuedStack.Record(settings), past["acme"], "expired");
    }

    [Fact]
    public async Task Client_OfAGenerationThatIsNotTrusted_IsRefused()
    {
        var settings = IssuedStack.Settings("acme");
        var other = await IssuedStack.Record(settings with
        {
            Mtls = settings.Mtls with { Ca = settings.Mtls.Ca with { Generations = ["g9"], Issuing = "g9" } },
        });
        await Refuses(await IssuedStack.Record(settings), other["acme"], "issuer_unknown");
    }

    [Theory]
    [InlineData("/v1/webhooks/acme/orders", 200)]
    [InlineData("/v1/whoami", 403)]
    public async Task Client_WithPrefixes_ReachesThemAlone(string path, int status)
    {
        var settings = IssuedStack.Settings("acme");
        var stack = await IssuedStack.Record(settings with
        {
            Mtls = settings.Mtls with { Clients = settings.Mtls.Clients.SetItem("acme", settings.Mtls.Clients["acme"] with { PathPrefixes = ["/v1/webhooks/acme"] }) },
        });
        var gateway = await Start(stack);
        Assert.Equal(status, (await stack.Call(gateway, stack["acme"], path)).Status);
    }

    [Fact]
    public async Task Client_RevokedByItsSerialNumber_IsRefusedAndMayComeBackWithANewCertificate()
    {
        var before = await IssuedStack.Record(IssuedStack.Settings("acme"), DateTimeOffset.UtcNow.AddDays(-3));
        using var lost = before.Certificate("acme");
        var settings = IssuedStack.Settings("acme", "bulk");
        var stack = await IssuedStack.Record(Revoke(settings, new RevocationConfig
        {
            Serial = lost.SerialNumber,
            Date = IssuedStack.Today,
            Reason = X509RevocationReason.KeyCompromise,
        }));
        var gateway = await Refuses(stack, before["acme"], "revoked");
        Assert.Equal(200, (await stack.Call(gateway, stack["acme"])).Status);
        Assert.Equal(200, (await stack.Call(gateway, stack["bulk"])).Status);
    }

    [Fact]
    public async Task Client_RevokedByName_IsRefusedWithEveryCertificateThatItEverHad()
    {
        var settings = Revoke(IssuedStack.Settings("acme", "bulk"), new RevocationConfig { Client = "acme", Date = IssuedStack.Today });
        var stack = await IssuedStack.Record(settings);
        var earlier = await IssuedStack.Record(settings, DateTimeOffset.UtcNow.AddDays(-30));
        var gateway = await Refuses(stack, stack["acme"], "revoked");
        var answer = await stack.Call(gateway, earlier["acme"]);
        Assert.Equal((403, "client_revoked"), (answer.Status, await Reason(gateway, answer)));
        Assert.Equal(200, (await stack.Call(gateway, stack["bulk"])).Status);
    }

    [Fact]
    public async Task Client_RevokedAndGoneFromTheRegistry_StaysRefused()
    {
        var before = await IssuedStack.Record(IssuedStack.Settings("acme", "bulk"));
        using var certificate = before.Certificate("acme");
        var stack = await IssuedStack.Record(Revoke(IssuedStack.Settings("bulk"), new RevocationConfig
        {
            Client = "acme",
            Serial = certificate.SerialNumber,
            Date = IssuedStack.Today,
        }));
        var gateway = await Refuses(stack, before["acme"], "revoked");
        Assert.Equal(200, (await stack.Call(gateway, stack["bulk"])).Status);
    }

    [Fact]
    public async Task Status_OfTheGateway_TellsTheDaysThatTheAlarmsWatch()
    {
        var stack = await IssuedStack.Record(IssuedStack.Settings("acme"));
        var gateway = await Start(stack);
        var status = await gateway.Status();
        Assert.InRange(status.GetProperty("serverCertificateDaysLeft").GetDouble(), 89, 90);
        Assert.InRange(status.GetProperty("certificateAuthorityDaysLeft").GetDouble(), 3649, 3650);
        Assert.InRange(status.GetProperty("revocationListDaysLeft").GetDouble(), 364, 365);
        string? line = null;
        await gateway.Process.WaitUntil(process => Task.FromResult(
            (line = process.Output.FirstOrDefault(entry => entry.Contains("\"gateway status\"", StringComparison.Ordinal))) is not null));
        using var logged = JsonDocument.Parse(line!);
        foreach (var filter in stack.Stack.OfType("aws:cloudwatch/logMetricFilter:LogMetricFilter").Where(filter => filter.Inputs.Text("pattern")!.Contains("gateway status", StringComparison.Ordinal)))
        {
            var value = filter.Inputs.Map("metricTransformation").Text("value")!;
            Assert.True(logged.RootElement.TryGetProperty(value["$.".Length..], out var days) && days.ValueKind == JsonValueKind.Number, value);
        }
    }

    /// <summary>Tasks are replaced as ECS replaces them: the new one takes requests before the old one ends.</summary>
    [Fact]
    public async Task Rotation_WithRequestsRunning_ShowsNoGoodClientAnError()
    {
        var step = await RotationStacks.After(0);
        var current = (Stack: step, Gateway: await Start(step));
        var certificate = step["acme"];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var answers = 0;
        var errors = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(Send)).ToArray();
        for (var next = 1; next <= 3; next++)
        {
            var (old, stack) = (current, await RotationStacks.After(next));
            var gateway = await Start(stack);

            // The client fetches its new certificate while old and new tasks still serve side by side.
            certificate = stack[RotationStacks.Clients[0]];
            foreach (var side in new[] { old.Gateway, gateway })
            {
                var reply = await side.Get("/v1/whoami", (stack.Header, AlbHeader.Encode(certificate)));
                Assert.Equal(200, reply.Status);
            }

            current = (stack, gateway);

            // The load balancer takes a target out before ECS stops it.
            await Grow();
            old.Gateway.SignalStop();
            Assert.Equal(0, await old.Gateway.WaitForExit());
            await Grow();
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Empty(errors);
        var retired = await current.Stack.Call(current.Gateway, (await RotationStacks.After(0))["bulk"]);
        Assert.Equal((403, "issuer_unknown"), (retired.Status, await Reason(current.Gateway, retired)));

        async Task Send()
        {
            while (!stop.IsCancellationRequested)
            {
                var (stack, gateway) = current;
                var answer = await stack.Call(gateway, certificate);
                Interlocked.Increment(ref answers);
                if (answer.Status != 200) errors.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{answer.Status} after {answers} answers"));
            }
        }

        async Task Grow()
        {
            for (var goal = answers + 50; answers < goal; await Task.Delay(10, TestContext.Current.CancellationToken)) Assert.Empty(errors);
        }
    }

    private static StackConfig Revoke(StackConfig settings, RevocationConfig revocation) =>
        settings with { Mtls = settings.Mtls with { Revocations = [revocation] } };

    private async Task<GatewayProcess> Start(IssuedStack stack)
    {
        var gateway = await GatewayProcess.Start(stack.Gateway(port));
        gateways.Add(gateway);
        return gateway;
    }

    private async Task<GatewayProcess> Refuses(IssuedStack stack, string certificate, string reason)
    {
        var gateway = await Start(stack);
        var answer = await stack.Call(gateway, certificate);
        Assert.Equal((403, reason), (answer.Status, await Reason(gateway, answer)));
        return gateway;
    }

    private static async Task<string?> Reason(GatewayProcess gateway, HttpMessage answer) =>
        (await gateway.LogOf(answer)).GetProperty("verification").GetString();
}
