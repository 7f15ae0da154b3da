using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>
/// A service behind the gateway that answers with what it received. A test may replace the answer, and stop the
/// service as a task is stopped: idle connections are closed, the request in progress ends.
/// </summary>
public sealed class EchoService : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TcpListener listener;
    private readonly Task accepting;
    private int requests;
    private int connections;

    /// <summary>Listens at an address of 127.0.0.0/8.</summary>
    public EchoService(int port, string address = "127.0.0.1")
    {
        Address = address;
        listener = new TcpListener(IPAddress.Parse(address), port);
        listener.Start(512);
        accepting = Accept();
    }

    public string Address { get; }

    public int Requests => requests;

    public int Connections => connections;

    /// <summary>What to answer; null closes the connection without an answer.</summary>
    public Func<HttpMessage, Task<byte[]?>> Answer { get; set; } = request => Task.FromResult<byte[]?>(Echo(request));

    /// <summary>Writes the answer to requests that <see cref="Answer"/> gives null for, piece by piece.</summary>
    public Func<Func<string, Task>, Task>? Stream { get; set; }

    /// <summary>The answer that describes a request.</summary>
    public static byte[] Echo(HttpMessage request) => Reply(200, new JsonObject
    {
        ["method"] = request.Method,
        ["target"] = request.Target,
        ["headers"] = new JsonArray([.. request.Headers.Select(header => new JsonArray(header.Key, header.Value))]),
        ["body"] = request.Text,
    }.ToJsonString());

    /// <summary>An answer of any status.</summary>
    public static byte[] Reply(int status, string body = "", string headers = "") => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status} Status\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>The headers in an answer of <see cref="Echo"/>.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> HeadersIn(HttpMessage answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return [.. document.RootElement.GetProperty("headers").EnumerateArray()
            .Select(pair => KeyValuePair.Create(pair[0].GetString()!, pair[1].GetString()!))];
    }

    /// <summary>The request's target in an answer of <see cref="Echo"/>.</summary>
    public static string TargetIn(HttpMessage answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.GetProperty("target").GetString()!;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task Accept()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                serving.Add(Serve(client));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        client.NoDelay = true;
        await using var http = new HttpPeer(client.GetStream());
        try
        {
            while (await http.Read(stop.Token) is { } request)
            {
                Interlocked.Increment(ref requests);
                if (await Answer(request) is { } answer) await http.Write(answer, CancellationToken.None);
                else if (Stream is { } stream) await stream(text => http.Write(Encoding.ASCII.GetBytes(text), CancellationToken.None));
                else return;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // The gateway, or the stop, ended the connection.
        }
    }
}
