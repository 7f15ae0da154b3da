using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace SecureApi.Tests.Images.Api;

/// <summary>A stop loses no request that the gateway could have sent.</summary>
public sealed class ShutdownTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terminate_WithoutRequests_EndsCleanly()
    {
        await using var server = await ApiServer.Start();

        server.Process.Signal(ApiServer.Terminate);

        Assert.Equal(0, await server.Process.WaitForExit());
        Assert.All(server.Process.Output, line => JsonDocument.Parse(line).Dispose());
        Assert.Empty(server.Process.Errors);
    }

    [Fact]
    public async Task Terminate_UnderLoad_FailsNoRequestThatIsSentWhileItDrains()
    {
        await using var server = await ApiServer.Start(("API_DRAIN_DELAY_SECONDS", "2"));
        using var gatewayHasSeenIt = new CancellationTokenSource();
        var sent = 0;
        var senders = Enumerable.Range(0, 8).Select(async sender =>
        {
            for (var number = 0; !gatewayHasSeenIt.IsCancellationRequested; number++)
            {
                using var answer = await server.Send(ApiServer.Webhook("{}", $"load-{sender}-{number}"));
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                Interlocked.Increment(ref sent);
            }
        }).ToArray();
        await server.Process.WaitUntil(_ => Task.FromResult(Volatile.Read(ref sent) > 50));

        server.Process.Signal(ApiServer.Terminate);
        var beforeTheDrain = Volatile.Read(ref sent);
        await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
        await gatewayHasSeenIt.CancelAsync();
        await Task.WhenAll(senders);

        Assert.True(Volatile.Read(ref sent) > beforeTheDrain + 8, "No new connection was served during the drain.");
        Assert.Equal(0, await server.Process.WaitForExit());
    }

    [Fact]
    public async Task Terminate_WhileDraining_EndsEachConnectionWithItsAnswer()
    {
        await using var server = await ApiServer.Start(("API_DRAIN_DELAY_SECONDS", "5"));
        using var before = await server.Http.GetAsync("/health", Cancellation);

        server.Process.Signal(ApiServer.Terminate);
        await server.Process.WaitUntil(process => Task.FromResult(process.Output.Any(line => line.Contains("draining", StringComparison.Ordinal))));
        using var during = await server.Http.GetAsync("/health", Cancellation);

        Assert.NotEqual(true, before.Headers.ConnectionClose);
        Assert.True(during.Headers.ConnectionClose);
    }

    [Fact]
    public async Task Terminate_WithARequestInFlight_FinishesItAfterItStoppedListening()
    {
        await using var server = await ApiServer.Start();
        using var request = await HalfSentRequest.Open(server);

        server.Process.Signal(ApiServer.Terminate);
        await server.Process.WaitUntil(async _ => !await server.Listens());
        var answer = await request.Finish();

        Assert.StartsWith("HTTP/1.1 202 ", answer, StringComparison.Ordinal);
        Assert.Contains("connection: close", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await server.Process.WaitForExit());
    }

    [Fact]
    public async Task Terminate_Twice_SkipsTheDrain()
    {
        await using var server = await ApiServer.Start(("API_DRAIN_DELAY_SECONDS", "60"), ("API_STOP_TIMEOUT_SECONDS", "120"));

        server.Process.Signal(ApiServer.Terminate);
        await server.Process.WaitUntil(process => Task.FromResult(process.Output.Any(line => line.Contains("draining", StringComparison.Ordinal))));
        server.Process.Signal(ApiServer.Terminate);

        Assert.Equal(0, await server.Process.WaitForExit(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Terminate_WithARequestThatDoesNotEnd_EndsBeforeTheKillAndSaysSo()
    {
        await using var server = await ApiServer.Start(("API_DRAIN_DELAY_SECONDS", "5"), ("API_STOP_TIMEOUT_SECONDS", "10"));
        using var request = await HalfSentRequest.Open(server);

        server.Process.Signal(ApiServer.Terminate);

        Assert.Equal(1, await server.Process.WaitForExit(TimeSpan.FromSeconds(10)));
        var entry = Assert.Single(server.Process.Output, line => line.Contains("cut off", StringComparison.Ordinal));
        Assert.Equal(1, JsonDocument.Parse(entry).RootElement.GetProperty("requests").GetInt32());
    }

    /// <summary>A webhook whose last byte waits.</summary>
    private sealed class HalfSentRequest : IDisposable
    {
        private const string Body = "{}";
        private readonly TcpClient client = new();

        public static async Task<HalfSentRequest> Open(ApiServer server)
        {
            var request = new HalfSentRequest();
            await request.client.ConnectAsync("127.0.0.1", server.Port, Cancellation);
            var webhook = ApiServer.Webhook(Body, "in-flight");
            var head = string.Concat(webhook.Headers.Select(header => $"{header.Key}: {string.Join(' ', header.Value)}\r\n"));
            await request.Send($"POST /v1/webhooks/acme HTTP/1.1\r\nHost: api\r\nContent-Length: {Body.Length}\r\n{head}\r\n{Body[..^1]}");
            // The server has read the head once it answers a request that was sent later.
            using var later = await server.Http.GetAsync("/health", Cancellation);
            return request;
        }

        public async Task<string> Finish()
        {
            await Send(Body[^1..]);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync(Cancellation);
        }

        public void Dispose() => client.Dispose();

        private async Task Send(string text) => await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Cancellation);
    }
}
