using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>
/// Random requests, certificates, answers of the service and of DNS, from a seed, for some seconds: whatever comes, what the
/// gateway promises holds. GATEWAY_FUZZ_SECONDS makes it longer, GATEWAY_FUZZ_SEED repeats a failure as far as timing allows.
/// </summary>
public sealed class FuzzTests
{
    private const int AllowedGrowthKilobytes = 8192;
    private const string Host = "api.fuzz.internal";

    private static readonly string[] Identity = ["X-Client-S-DN", "X-Client-I-DN", "X-Client-Serial", "X-Client-Fingerprint", "X-Client-Verify"];

    private static readonly string[] Names =
    [
        .. Identity, "x-client-verify", "X-Client-Other", "X_Client_Verify", "X-Forwarded-For", "X-Forwarded-Host", "Connection", "Upgrade", "TE", "Expect",
        "Keep-Alive", "Proxy-Connection", "X-Amzn-Mtls-Clientcert-Leaf", "X-Amzn-Trace-Id", "Range", "If-Match", "Accept-Encoding", "Cookie", "Referer",
        "X-Accel-Redirect", "Sec-WebSocket-Key", "Client-Cert", "X-Original-URL", "A", "Content-Type", "Date", "Via",
    ];

    private static readonly string[] Values =
    [
        "", "0", "SUCCESS", "close", "keep-alive", "close, X-Client-S-DN", "X-Client-Verify, Host", "websocket", "100-continue", "trailers", "bytes=0-1,5-",
        "\"", "\\", "{}", "\u00ff\u0080", "%00", "CN=admin", "203.0.113.9, 198.51.100.1", "gzip", "a,b,,c", "\t", new string('x', 5000), "]]>", "${x}", "\u001b[0m",
    ];

    private static readonly string[] Pieces =
        ["/", "//", "..", "/../", "/./", "%2e%2e", "%2f", "%00", "%", "?", "#", ";", "\\", "a", "v1", "%c3%a9", "%ff", "\u00e9", "*", "$uri", "{{", "\"", "%0d%0a", "'", "<", "-/health", "-/problem"];

    private static readonly string[] Answers =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nok", "HTTP/1.1 101 X\r\nUpgrade: x\r\n\r\nraw",
        "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://evil/\r\nX-Accel-Redirect: /-/problem\r\nContent-Length: 0\r\nConnection: X-A\r\nX-A: 1\r\n\r\n",
        "garbage", "", "HTTP/1.1 999 Odd\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nX-Accel-Buffering: no\r\nX-Accel-Limit-Rate: 1\r\n\r\nstream",
    ];

    private readonly TestAuthority root = TestAuthority.Root("Fuzz root");
    private readonly ConcurrentQueue<string> faults = new();
    private readonly ConcurrentDictionary<string, string> claims = new();
    private int sent;
    private int reached;

    [Fact]
    public async Task Gateway_RandomRequestsCertificatesAnswersAndDns_KeepsItsPromises()
    {
        var seconds = Number("GATEWAY_FUZZ_SECONDS", 12);
        var seed = Number("GATEWAY_FUZZ_SEED", 4711);
        var port = FreePort.Next();
        await using var dns = new DnsStub();
        dns.Set(Host, "127.0.0.1");
        var noise = new Random(seed);
        dns.Change = answer => noise.Next(3) == 0 ? Mutate(noise, answer) : answer;
        using var stop = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(512);
        var serving = Serve(listener, new Random(seed + 1), stop.Token);
        await using var gateway = await GatewayProcess.Start(new GatewayEnvironment(root)
            .WithService("api", Host, port, "/")
            .With("GATEWAY_RESOLVER", $"127.0.0.1:{dns.Port}")
            .With("GATEWAY_BODY_SECONDS", "1")
            .With("GATEWAY_WORKERS", "2"));
        var workers = gateway.Workers;
        var clients = Enumerable.Range(0, 4).Select(index => root.Issue(new() { Subject = $"CN=client-{index}" })).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(index => Attack(gateway, clients, new Random(seed + 10 + index), TimeSpan.FromSeconds(2))));
        var before = workers.Max(Kilobytes);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(index => Attack(gateway, clients, new Random(seed + 20 + index), TimeSpan.FromSeconds(seconds))));

        var last = await gateway.Get("/-/health");
        var growth = workers.Max(Kilobytes) - before;
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        Assert.Equal(200, last.Status);
        Assert.Equal(workers, gateway.Workers);
        Assert.True(growth < AllowedGrowthKilobytes, $"A worker grew by {growth} kB over {sent} requests.");
        Assert.DoesNotContain(gateway.Process.Errors, line => line.Contains("[alert]", StringComparison.Ordinal) || line.Contains("[emerg]", StringComparison.Ordinal)
            || line.Contains("runtime error", StringComparison.Ordinal) || line.Contains(GatewayEnvironment.Header, StringComparison.OrdinalIgnoreCase));
        foreach (var line in gateway.Process.Output) CheckLine(line);
        Assert.True(faults.IsEmpty, $"seed {seed}, {sent} requests:\n{string.Join('\n', faults.Take(10))}");
        Assert.True(reached > 100 && sent > reached, $"{reached} of {sent} requests reached the service: too few to prove anything.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} requests, {reached} reached the service, {growth} kB");
    }

    private async Task Attack(GatewayProcess gateway, Credential[] clients, Random random, TimeSpan time)
    {
        var mutations = new HeaderMutations(clients, random.Next());
        var deadline = DateTime.UtcNow + time;
        GatewayConnection? connection = null;
        while (DateTime.UtcNow < deadline && faults.IsEmpty)
        {
            connection ??= await GatewayConnection.Open(gateway.Port);
            var keeps = await Exchange(connection, clients, mutations, random);
            if (keeps) continue;
            await connection.DisposeAsync();
            connection = null;
        }
        if (connection is not null) await connection.DisposeAsync();
    }

    /// <summary>One request and its one answer; whether the connection can be used again.</summary>
    private async Task<bool> Exchange(GatewayConnection connection, Credential[] clients, HeaderMutations mutations, Random random)
    {
        Interlocked.Increment(ref sent);
        var client = Pick(random, clients);
        var tag = Guid.NewGuid().ToString("N");
        claims[tag] = client.Fingerprint;
        var header = AlbHeader.Of(client);
        if (random.Next(3) == 0)
        {
            header = mutations.Next();
            claims[tag] = "any";
        }
        var isRaw = random.Next(4) == 0;
        var request = Request(random, tag, header);
        var bytes = Encoding.Latin1.GetBytes(request);
        if (isRaw) bytes = Mutate(random, bytes);
        if (isRaw) claims[tag] = "any";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(isRaw ? 300 : 20_000);
        try
        {
            await connection.Write(bytes);
            var answer = await connection.Read(!request.StartsWith("HEAD ", StringComparison.Ordinal), patience.Token);
            if (answer is null) return false;
            var isAnswer = answer.StartLine.StartsWith("HTTP/1.1 ", StringComparison.Ordinal);
            // A request line that was cut to HTTP/0.9 gets a body alone.
            if (!isAnswer && !(isRaw && answer.StartLine.StartsWith('{')))
                faults.Enqueue($"{answer.StartLine[..Math.Min(answer.StartLine.Length, 200)]} answers {request[..Math.Min(request.Length, 300)]}");
            if (isRaw || !isAnswer || !answer.KeepsAlive) return false;
            await connection.Write("GET /-/health HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            var next = await connection.Read(true, patience.Token);
            if (next is null) return false;
            if (next.Text is "ok\n" or "starting\n") return next.KeepsAlive;
            faults.Enqueue($"{next.StartLine} {next.Text} comes after {answer.StartLine}, the answer to {request[..Math.Min(request.Length, 300)]}");
            return false;
        }
        catch (Exception end) when (end is IOException || (isRaw && end is FormatException or ArgumentException))
        {
            return false;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            if (!isRaw) faults.Enqueue($"No answer within 20 s to {request[..Math.Min(request.Length, 300)]}");
            return false;
        }
    }

    private static string Request(Random random, string tag, string certificate)
    {
        var path = "/" + string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pick(random, Pieces)));
        var method = Pick(random, ["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "M"]);
        var request = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: {Pick(random, ["api.internal", "api.internal", "api.internal", "a@b", "[::1]", "x:99"])}\r\nX-Tag: {tag}\r\n");
        for (var count = random.Next(5); count > 0; count--) request.Append(Pick(random, Names)).Append(": ").Append(Pick(random, Values)).Append("\r\n");
        request.Append(GatewayEnvironment.Header).Append(": ").Append(certificate).Append("\r\n");
        return random.Next(4) switch
        {
            0 => request.Append("Content-Length: 5\r\n\r\nhello").ToString(),
            1 => request.Append("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n").ToString(),
            _ => request.Append("\r\n").ToString(),
        };
    }

    private async Task Serve(TcpListener listener, Random random, CancellationToken stop)
    {
        try
        {
            while (true) _ = Serve(await listener.AcceptTcpClientAsync(stop), random.Next(), stop);
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client, int seed, CancellationToken stop)
    {
        using var _ = client;
        var random = new Random(seed);
        try
        {
            await using var http = new HttpPeer(client.GetStream());
            while (await http.Read(stop) is { } request)
            {
                Check(request);
                var answer = Encoding.Latin1.GetBytes(Pick(random, Answers));
                var isBroken = random.Next(3) == 0;
                await http.Write(isBroken ? Mutate(random, answer) : answer, stop);
                if (isBroken || random.Next(2) == 0) return;
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException or FormatException or ArgumentException)
        {
            // The gateway, or the end of the test, closed the connection.
        }
    }

    /// <summary>What reaches the service names the certificate's owner, once, and nobody else.</summary>
    private void Check(HttpMessage request)
    {
        Interlocked.Increment(ref reached);
        if (Identity.FirstOrDefault(name => request.Values(name).Count != 1) is { } name)
            faults.Enqueue($"{name} came {request.Values(name).Count} times: {request.StartLine}");
        else if (request.Value("X-Client-Verify") != "SUCCESS" || (request.Values("X-Tag").Count == 1 && claims.GetValueOrDefault(request.Values("X-Tag")[0]) is { } owner
            && owner != "any" && owner != request.Value("X-Client-Fingerprint")))
            faults.Enqueue($"Another identity: {request.StartLine}");
        else if (request.Headers.FirstOrDefault(pair => pair.Key.StartsWith("X-Client-", StringComparison.OrdinalIgnoreCase) && !Identity.Contains(pair.Key)
            || pair.Key is "Upgrade" or "Client-Cert" or "X-Original-URL" || pair.Key.StartsWith("X-Amzn-Mtls", StringComparison.OrdinalIgnoreCase)) is { Key: { } passed })
            faults.Enqueue($"{passed} reached the service");
    }

    private void CheckLine(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object || Encoding.UTF8.GetByteCount(line) >= 4096) faults.Enqueue($"A log line: {line}");
        }
        catch (JsonException)
        {
            faults.Enqueue($"A log line is not JSON: {line}");
        }
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        for (var count = random.Next(1, 4); count > 0 && bytes.Length > 0; count--)
        {
            var at = random.Next(bytes.Length);
            var length = Math.Min(random.Next(1, 30), bytes.Length - at);
            bytes = random.Next(6) switch
            {
                0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]],
                1 => [.. bytes[..at], .. bytes[(at + length)..]],
                2 => [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]],
                3 => bytes[..at],
                4 => [.. bytes[..at], .. "\r\n"u8, .. bytes[at..]],
                _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
            };
        }
        return bytes;
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static int Number(string variable, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{otherwise}", CultureInfo.InvariantCulture);

    private static int Kilobytes(int process) => int.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
