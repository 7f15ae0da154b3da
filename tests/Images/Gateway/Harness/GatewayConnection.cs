using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Xunit;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>
/// One connection to the gateway, in the place of the load balancer: it sends exactly the bytes that a test gives.
/// Like the load balancer it does not look at the gateway's certificate.
/// </summary>
public sealed class GatewayConnection : IAsyncDisposable
{
    private readonly TcpClient tcp;
    private readonly HttpPeer http;

    private GatewayConnection(TcpClient tcp, Stream tls)
    {
        this.tcp = tcp;
        http = new HttpPeer(tls);
    }

    /// <summary>Connects and ends the TLS handshake.</summary>
    public static async Task<GatewayConnection> Open(int port)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "gateway.internal",
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning disable CA5359 // The load balancer does not validate a target's certificate, and this stands in its place.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        });
        return new GatewayConnection(tcp, tls);
    }

    /// <summary>Sends a request and reads the answer.</summary>
    public async Task<HttpMessage> Send(
        string method, string target, IEnumerable<(string Name, string Value)> headers, byte[]? body = null)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: api.internal\r\n");
        foreach (var (name, value) in headers) head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (body is not null) head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        byte[] bytes = [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body ?? []];
        return await SendRaw(bytes, method != "HEAD");
    }

    /// <summary>Sends bytes and reads the answer.</summary>
    public async Task<HttpMessage> SendRaw(ReadOnlyMemory<byte> request, bool hasBody = true)
    {
        await http.Write(request, TestContext.Current.CancellationToken);
        return await http.Read(TestContext.Current.CancellationToken, hasBody)
            ?? throw new EndOfStreamException("The gateway closed the connection without an answer.");
    }

    /// <summary>Sends bytes without waiting for anything.</summary>
    public Task Write(ReadOnlyMemory<byte> bytes) => http.Write(bytes, TestContext.Current.CancellationToken);

    /// <summary>The next answer, or null when the gateway has closed the connection.</summary>
    public Task<HttpMessage?> Read() => http.Read(TestContext.Current.CancellationToken);

    /// <summary>The next answer, or null when the gateway has closed the connection.</summary>
    public Task<HttpMessage?> Read(bool hasBody, CancellationToken cancel) => http.Read(cancel, hasBody);

    /// <summary>Reads until a text has come, for an answer that is not complete yet.</summary>
    public Task<string> ReadUntil(string text) => http.ReadUntil(text, TestContext.Current.CancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await http.DisposeAsync();
        tcp.Dispose();
    }
}
