using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Api;

/// <summary>The real service: the image's command, environment, files and user, on a free port of 127.0.0.1.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    /// <summary>SIGTERM, the image's stop signal.</summary>
    public const int Terminate = 15;

    /// <summary>The key of the source <c>acme</c>.</summary>
    public const string Key = "0123456789abcdef0123456789abcdef";

    private ApiServer(RunningProcess process, int port)
    {
        Process = process;
        Port = port;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>The process and its output.</summary>
    public RunningProcess Process { get; }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>A client that keeps its connections, as the gateway does.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts the service and waits until it answers.</summary>
    public static async Task<ApiServer> Start(params (string Name, string Value)[] settings)
    {
        var server = Launch(settings);
        await server.Process.WaitUntil(_ => server.Listens());
        return server;
    }

    /// <summary>Starts the service without waiting: for settings that it refuses.</summary>
    public static ApiServer Launch(params (string Name, string Value)[] settings)
    {
        ApiImage.Require();
        var port = FreePort.Next();
        var environment = Environment(port, settings);
        return new ApiServer(
            RunningProcess.Start(Unprivileged.Command(ApiImage.Dockerfile.Command), environment, ApiImage.Files.WorkingDirectory), port);
    }

    /// <summary>The container's environment: what the image sets, what the stack sets, and <paramref name="settings"/>.</summary>
    public static Dictionary<string, string> Environment(int port, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(ApiImage.Dockerfile.Environment)
        {
            ["API_HOST"] = "127.0.0.1",
            ["API_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["API_WEBHOOK_KEYS"] = $$"""{"acme":"{{Key}}"}""",
            ["API_DRAIN_DELAY_SECONDS"] = "0",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        return environment;
    }

    /// <summary>A request with the headers that the gateway sends for a verified client.</summary>
    public static HttpRequestMessage Request(HttpMethod method, string path, string requestId = "5f0c6b1d")
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Client-Verify", "SUCCESS");
        request.Headers.Add("X-Client-S-DN", "CN=acme,O=Acme");
        request.Headers.Add("X-Client-I-DN", "CN=Secure API private CA");
        request.Headers.Add("X-Client-Serial", "0A1B2C");
        request.Headers.Add("X-Client-Fingerprint", new string('a', 64));
        request.Headers.Add("X-Request-Id", requestId);
        return request;
    }

    /// <summary>A webhook of the source <c>acme</c>, signed as docs/api.md says.</summary>
    public static HttpRequestMessage Webhook(string body, string idempotencyKey, string key = Key)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{idempotencyKey}.{timestamp}.{body}"));
        var request = Request(HttpMethod.Post, "/v1/webhooks/acme", idempotencyKey);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        request.Headers.Add("Webhook-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Webhook-Signature", "v1," + Convert.ToBase64String(signature));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>Sends a request with the test's cancellation.</summary>
    public Task<HttpResponseMessage> Send(HttpRequestMessage request) => Http.SendAsync(request, TestContext.Current.CancellationToken);

    /// <summary>Whether a new connection is accepted.</summary>
    public async Task<bool> Listens()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Process.DisposeAsync();
    }
}
