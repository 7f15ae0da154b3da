using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Api;

/// <summary>The service as a whole, over HTTP. Its rules one by one are tested in images/api/tests.</summary>
public sealed class ServerTests(ServerTests.SharedServer shared) : IClassFixture<ServerTests.SharedServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_WithoutClient_IsOk()
    {
        var server = await shared.Server();

        var body = await server.Http.GetStringAsync("/health", Cancellation);

        Assert.Equal("""{"status":"ok"}""", body);
    }

    [Fact]
    public async Task Docs_WithoutClient_AnswerWithPageAndDocument()
    {
        var server = await shared.Server();

        using var page = await server.Http.GetAsync("/docs", Cancellation);
        var document = await server.Http.GetFromJsonAsync<JsonElement>("/openapi.json", Cancellation);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            ["/health", "/v1/whoami", "/v1/webhooks/{source}"],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name));
    }

    [Fact]
    public async Task WhoAmI_ThroughTheGateway_IsTheClient()
    {
        var server = await shared.Server();

        using var answer = await server.Send(ApiServer.Request(HttpMethod.Get, "/v1/whoami"));
        var client = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.Equal("CN=acme,O=Acme", client.GetProperty("subject").GetString());
        Assert.Equal("CN=Secure API private CA", client.GetProperty("issuer").GetString());
        Assert.Equal("0A1B2C", client.GetProperty("serial").GetString());
        Assert.Equal(new string('a', 64), client.GetProperty("fingerprint").GetString());
        Assert.Equal("5f0c6b1d", client.GetProperty("requestId").GetString());
    }

    [Theory]
    [InlineData("X-Client-Verify")]
    [InlineData("X-Client-S-DN")]
    [InlineData("X-Client-I-DN")]
    [InlineData("X-Client-Serial")]
    [InlineData("X-Client-Fingerprint")]
    [InlineData("X-Request-Id")]
    public async Task WhoAmI_WithoutOneHeader_IsForbidden(string header)
    {
        var server = await shared.Server();
        var request = ApiServer.Request(HttpMethod.Get, "/v1/whoami");
        request.Headers.Remove(header);

        using var answer = await server.Send(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Webhook_Repeated_GetsTheFirstAnswerAgain()
    {
        var server = await shared.Server();

        using var first = await server.Send(ApiServer.Webhook("""{"event":"paid"}""", "repeated"));
        using var second = await server.Send(ApiServer.Webhook("""{"event":"paid"}""", "repeated"));
        using var other = await server.Send(ApiServer.Webhook("""{"event":"refunded"}""", "repeated"));

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(Cancellation), await second.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
    }

    [Fact]
    public async Task Webhook_SignedWithAnotherKey_IsUnauthorized()
    {
        var server = await shared.Server();

        using var answer = await server.Send(ApiServer.Webhook("{}", "forged", key: new string('x', 32)));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(1000, HttpStatusCode.Accepted)]
    [InlineData(1001, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Webhook_AroundTheSizeLimit_IsJudgedToTheByte(int bytes, HttpStatusCode expected)
    {
        var server = await shared.Server();

        using var answer = await server.Send(ApiServer.Webhook(new string('x', bytes), $"size-{bytes}"));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Webhook_ChunkedBeyondTheSizeLimit_IsTooLarge()
    {
        var server = await shared.Server();
        var request = ApiServer.Webhook(new string('x', 1001), "chunked");
        request.Headers.TransferEncodingChunked = true;

        using var answer = await server.Send(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Log_OfARequest_IsOneEntryWithoutBodyOrSecret()
    {
        var server = await shared.Server();
        using var answer = await server.Send(ApiServer.Webhook("""{"card":"4111"}""", "logged"));

        await server.Process.WaitUntil(process => Task.FromResult(process.Output.Any(line => line.Contains("\"logged\"", StringComparison.Ordinal))));

        var entry = Assert.Single(
            server.Process.Output.Select(line => JsonDocument.Parse(line).RootElement),
            line => line.TryGetProperty("requestId", out var id) && id.ValueEquals("logged"));
        Assert.Equal("0A1B2C", entry.GetProperty("clientSerial").GetString());
        Assert.Equal(202, entry.GetProperty("status").GetInt32());
        Assert.True(entry.GetProperty("durationMs").GetDouble() > 0);
        Assert.DoesNotContain(server.Process.Output, line =>
            line.Contains("4111", StringComparison.Ordinal) || line.Contains(ApiServer.Key, StringComparison.Ordinal));
        Assert.Empty(server.Process.Errors);
    }

    [Fact]
    public async Task Process_AsTheImageStartsIt_HasNoPrivileges()
    {
        var server = await shared.Server();

        var status = await File.ReadAllLinesAsync($"/proc/{server.Process.Id}/status", Cancellation);

        Assert.Contains("CapEff:\t0000000000000000", status);
        Assert.DoesNotContain(status, line => line.StartsWith("Uid:\t0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HealthCheck_OfARunningService_Passes()
    {
        var server = await shared.Server();

        await using var check = HealthCheck(server.Port);

        Assert.Equal(0, await check.WaitForExit());
        Assert.Empty(check.Output);
    }

    [Fact]
    public async Task HealthCheck_WithNobodyThere_FailsWithTheReason()
    {
        ApiImage.Require();

        await using var check = HealthCheck(FreePort.Next());

        Assert.Equal(1, await check.WaitForExit());
        Assert.Contains("Connection refused", Assert.Single(check.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthCheck_OfAServiceThatDoesNotKnowItself_FailsWithTheReason()
    {
        ApiImage.Require();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var answering = Task.Run(async () =>
        {
            using var connection = await other.AcceptTcpClientAsync(Cancellation);
            var stream = connection.GetStream();
            await stream.WriteAsync("HTTP/1.1 503 Service Unavailable\r\n\r\n"u8.ToArray(), Cancellation);
            connection.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, Cancellation);
        }, Cancellation);

        await using var check = HealthCheck(((IPEndPoint)other.LocalEndpoint).Port);

        Assert.Equal(1, await check.WaitForExit());
        Assert.Contains("Expected status 200", Assert.Single(check.Errors), StringComparison.Ordinal);
        await answering;
    }

    private static RunningProcess HealthCheck(int port) =>
        RunningProcess.Start(Unprivileged.Command([ApiImage.Files.At(ApiImage.HealthCheck)]), ApiServer.Environment(port));

    /// <summary>One server for the tests that only send requests.</summary>
    public sealed class SharedServer : IAsyncLifetime
    {
        private readonly Lazy<Task<ApiServer>> server = new(() => ApiServer.Start(("API_MAX_BODY_BYTES", "1000")));

        /// <summary>Starts it at the first use, so that a skip belongs to a test.</summary>
        public Task<ApiServer> Server() => server.Value;

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            if (server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await server.Value).DisposeAsync();
        }
    }
}
