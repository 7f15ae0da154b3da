using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Tests.Images.Gateway.Certificates;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>
/// Stands in for the load balancer: it ends the client's TLS, asks for a certificate, and forwards the request with the
/// certificate in a header, as either mode does. It does not strip that header from what a client sends, because
/// nothing says that the load balancer does.
/// </summary>
public sealed class AlbStandIn : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 server = TestAuthority.Root("Public authority")
        .Issue(new() { Subject = "CN=api.example.com", ExtendedKeyUsage = [Oids.ServerAuthentication] }).WithKey();
    private readonly int gatewayPort;
    private readonly X509Certificate2Collection? trusted;
    private readonly Task accepting;

    /// <summary>Forwards to a gateway.</summary>
    /// <param name="gatewayPort">Of the gateway.</param>
    /// <param name="trusted">The trust store: verify mode. Null: passthrough mode.</param>
    public AlbStandIn(int gatewayPort, X509Certificate2Collection? trusted)
    {
        this.gatewayPort = gatewayPort;
        this.trusted = trusted;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>A client of the load balancer, with or without a certificate.</summary>
    public HttpClient Client(Credential? credential)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate!.GetRawCertData().AsSpan().SequenceEqual(server.RawData);
        if (credential is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(credential.WithKey(), null, offline: true);
        return new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{Port}") };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        server.Dispose();
        stop.Dispose();
    }

    private async Task Accept()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(Serve(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        X509Certificate2[] sent = [];
        try
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = server,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, leaf, chain, _) => Admits(leaf, chain, out sent),
            }, stop.Token);
            await using var outside = new HttpPeer(tls);
            await Forward(outside, sent);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client, or the end of the test, closed the connection; or the handshake failed, as it should.
        }
    }

    private bool Admits(X509Certificate? leaf, X509Chain? chain, out X509Certificate2[] sent)
    {
        sent = leaf is null ? [] : [new X509Certificate2(leaf), .. chain!.ChainPolicy.ExtraStore.Where(item => !item.Equals(leaf))];
        if (trusted is null) return true;
        if (leaf is null) return false;
        using var verification = new X509Chain();
        verification.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        verification.ChainPolicy.CustomTrustStore.AddRange(trusted);
        verification.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        verification.ChainPolicy.ExtraStore.AddRange(sent[1..]);
        return verification.Build(sent[0]);
    }

    private async Task Forward(HttpPeer outside, X509Certificate2[] sent)
    {
        using var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, gatewayPort, stop.Token);
        var tls = new SslStream(tcp.GetStream());
#pragma warning disable CA5359 // The load balancer does not validate a target's certificate, and this stands in its place.
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "", RemoteCertificateValidationCallback = (_, _, _, _) => true }, stop.Token);
#pragma warning restore CA5359
        await using var inside = new HttpPeer(tls);
        while (await outside.Read(stop.Token) is { } request)
        {
            var forwarded = request with { Headers = [.. request.Headers, .. Added(sent)] };
            await inside.Write(forwarded.HeadBytes(), stop.Token);
            await inside.Write(request.Body, stop.Token);
            var answer = await inside.Read(stop.Token) ?? throw new IOException("The gateway closed the connection.");
            await outside.Write(answer.HeadBytes(), stop.Token);
            await outside.Write(answer.Body, stop.Token);
            if (!answer.KeepsAlive) return;
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Added(X509Certificate2[] sent)
    {
        yield return new("X-Forwarded-For", "203.0.113.7");
        yield return new("X-Forwarded-Proto", "https");
        yield return new("X-Forwarded-Port", "443");
        if (sent.Length == 0) yield break;
        var certificates = trusted is null ? sent : sent[..1];
        yield return new(GatewayEnvironment.Header, AlbHeader.Encode(string.Concat(certificates.Select(item => item.ExportCertificatePem() + "\n"))));
    }
}
