using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>What a client with a good certificate, or none, may try: against services, other clients and the logs.</summary>
public sealed class HostileRequestTests(GuardedGateway guarded) : IClassFixture<GuardedGateway>
{
    [Theory]
    [InlineData("Upgrade: x")]
    [InlineData("Upgrade: 0")]
    [InlineData("Upgrade:")]
    [InlineData("upgrade: h2c, websocket\r\nConnection: upgrade")]
    [InlineData("Upgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13")]
    public async Task Gateway_AnyUpgrade_Gives501ToAClientAnd403ToAStranger(string headers)
    {
        var gateway = await guarded.Start();
        var before = guarded.Service.Requests;

        Assert.Equal(501, (await Raw(gateway, $"GET / HTTP/1.1\r\nHost: api.internal\r\n{Head}{headers}\r\n\r\n")).Status);
        Assert.Equal(403, (await Raw(gateway, $"GET / HTTP/1.1\r\nHost: api.internal\r\n{headers}\r\n\r\n")).Status);
        Assert.Equal(before, guarded.Service.Requests);
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("api.internal.evil.example", 421)]
    [InlineData("10.0.0.1", 421)]
    [InlineData("[::1]", 421)]
    [InlineData("a@b", 400)]
    [InlineData("<script>", 400)]
    [InlineData("a?b#c", 400)]
    [InlineData("[::1", 400)]
    [InlineData("api.internal:x", 400)]
    [InlineData("api.internal, evil", 400)]
    [InlineData("API.Internal", 200)]
    [InlineData("api.internal.", 200)]
    [InlineData("api.internal:443", 200)]
    public async Task Gateway_Host_IsTheStacksOwn(string host, int status)
    {
        var gateway = await guarded.Start();

        var answer = await Raw(gateway, $"GET / HTTP/1.1\r\nHost: {host}\r\n{Head}\r\n");

        Assert.Equal(status, answer.Status);
        if (status == 200)
            Assert.All(["Host", "X-Forwarded-Host"], name => Assert.Equal("api.internal", EchoService.HeadersIn(answer).Single(pair => pair.Key == name).Value));
    }

    [Fact]
    public async Task Gateway_HostInTheRequestLine_IsTheStacksOwn()
    {
        var gateway = await guarded.Start();

        Assert.Equal(421, (await Raw(gateway, $"GET http://evil/x HTTP/1.1\r\nHost: api.internal\r\n{Head}\r\n")).Status);
        Assert.Equal(200, (await Raw(gateway, "GET /-/health HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n")).Status);
    }

    [Theory]
    [InlineData("X-Client-Anything")]
    [InlineData("x-client-role")]
    [InlineData("X-Original-URL")]
    [InlineData("X-Rewrite-URL")]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-Method-Override")]
    [InlineData("X-Forwarded-Client-Cert")]
    [InlineData("X-Forwarded-User")]
    [InlineData("Client-Cert")]
    [InlineData("Client-Cert-Chain")]
    [InlineData("X-Remote-User")]
    [InlineData("Remote-User")]
    [InlineData("SSL-Client-Cert")]
    [InlineData("X-SSL-Client-S-DN")]
    [InlineData("X-ARR-ClientCert")]
    [InlineData("X-Amzn-Oidc-Identity")]
    [InlineData("X-Webauth-User")]
    [InlineData("X-Envoy-Original-Path")]
    [InlineData("X-Middleware-Subrequest")]
    [InlineData("X-Accel-Mapping")]
    [InlineData("True-Client-IP")]
    [InlineData("Sec-WebSocket-Key")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Trailer")]
    [InlineData("Connection: X-Named\r\nX-Named")]
    [InlineData("Connection: close, x-named\r\nX-NAMED")]
    public async Task Gateway_HeaderThatOnlyAGatewayMaySend_DoesNotReachTheService(string header)
    {
        var gateway = await guarded.Start();

        var answer = await Raw(gateway, $"GET / HTTP/1.1\r\nHost: api.internal\r\n{Head}{header}: a-lie\r\nX-Own: kept\r\n\r\n");

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("a-lie", answer.Text);
        Assert.Contains("kept", answer.Text);
        Assert.Equal("api.internal", EchoService.HeadersIn(answer).Single(pair => pair.Key == "Host").Value);
    }

    [Fact]
    public async Task Gateway_OrdinaryHeaders_ReachTheService()
    {
        var gateway = await guarded.Start();
        string[] names = ["X-User-Agent", "Accept", "Authorization", "Cookie", "X-Signature", "X-Trace", "Sec-Fetch-Mode", "Idempotency-Key", "Traceparent", "Content-Type"];

        var answer = await gateway.Get("/", [guarded.Client, .. names.Select(name => (name, "own"))]);

        Assert.Equal(names.Order(), EchoService.HeadersIn(answer).Where(pair => pair.Value == "own").Select(pair => pair.Key).Order());
    }

    [Fact]
    public async Task Gateway_UnfinishedBodiesOfOneClient_LeaveRoomForTheOthersAndEnd()
    {
        var gateway = await guarded.Start();
        var hoarder = guarded.Other();
        var hoarding = Enumerable.Range(0, 80).Select(_ => Unfinished(gateway, hoarder)).ToArray();
        await gateway.Process.WaitUntil(_ => Task.FromResult(hoarding.Any(task => task.IsCompleted)));

        await using var connection = await GatewayConnection.Open(gateway.Port);
        Assert.Equal(200, (await connection.Send("POST", "/", [guarded.Client], new byte[200_000])).Status);
        Assert.Equal(200, (await connection.Send("POST", "/", [guarded.Client], [1])).Status);

        var ends = await Task.WhenAll(hoarding);
        Assert.InRange(ends.Count(answer => answer is { Status: 429 } && answer.Value("Retry-After") == "5"), 40, 79);
        Assert.All(ends, answer => Assert.True(answer is null or { Status: 429 or 408 }));
        await using var later = await GatewayConnection.Open(gateway.Port);
        Assert.Equal(200, (await later.Send("POST", "/", [hoarder], new byte[200_000])).Status);
    }

    [Fact]
    public async Task AccessLog_WhateverIsSent_IsWholeLinesOfJson()
    {
        var gateway = await guarded.Start();
        var longName = string.Join(", ", Enumerable.Range(0, 40).Select(index => $"OU=\"{new string('+', 25)}{index}\""));
        string[] paths =
        [
            "/" + new string('a', 9000), "/" + string.Concat(Enumerable.Repeat("%22", 3000)), "/" + string.Concat(Enumerable.Repeat("%01", 3000)),
            "/%c3%28%ff", "/\u00ff\u0080", "/%c2%85", "/%e2%80%a8", "/%e2%80%ae", "/%d8%9c", "/%ed%a0%80", "/%f4%90%80%80", "/%c0%af", "/%ef%bb%bf", "/%c3%a9",
        ];
        foreach (var path in paths)
        {
            var client = path.Length > 5000 ? guarded.Other(new() { Subject = "CN=" + new string('x', 60) + ", " + longName }) : guarded.Client;
            var answer = await gateway.Get(path, client, ("X-Amzn-Trace-Id", new string('"', 9000)));
            await gateway.LogOf(answer);
        }
        await Raw(gateway, $"{new string('M', 9000)} / HTTP/1.1\r\nHost: api.internal\r\n{Head}\r\n");
        await using (var connection = await GatewayConnection.Open(gateway.Port))
        {
            await connection.Write("GET /x\r\n"u8.ToArray());
            await connection.ReadUntil("Forbidden");
        }
        await gateway.LogOf(await gateway.Get("/last", guarded.Client));

        Assert.All(gateway.Process.Output, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        Assert.All(gateway.Process.Output, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 4000));
        var output = string.Join('\n', gateway.Process.Output);
        Assert.DoesNotContain('\ufffd', output);
        Assert.DoesNotContain(output, character => character is < ' ' and not '\n' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u202e' or '\u061c' or '\ufeff');
        Assert.Contains("\"path\":\"/é\"", output);
    }

    [Fact]
    public async Task Gateway_CertificateWithABrokenExtension_LeavesNoErrorForTheNextRequest()
    {
        var gateway = await guarded.Start();
        var broken = guarded.Other(new() { ExtendedKeyUsage = [], Extensions = [new X509Extension("2.5.29.17", [0x30, 0x05, 0x82, 0x7f], false), new X509Extension("2.5.29.37", [0x30, 0x7f], false)] });
        await using var connection = await GatewayConnection.Open(gateway.Port);

        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(403, (await connection.Send("GET", "/", [broken])).Status);
            Assert.Equal(200, (await connection.Send("GET", "/", [guarded.Client])).Status);
            Assert.Equal(200, (await gateway.Get("/", guarded.Client)).Status);
        }

        Assert.DoesNotContain(gateway.Process.Errors, line => line.Contains("[alert]", StringComparison.Ordinal) || line.Contains("stale", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ErrorLog_RequestsThatNginxRefuses_DoesNotNameTheCertificatesHeader()
    {
        var gateway = await guarded.Start();
        foreach (var header in new[] { $"{GatewayEnvironment.Header}: {new string('a', 40_000)}", $"{GatewayEnvironment.Header} : x", $"{GatewayEnvironment.Header.Replace('-', '_')}: x" })
            await Raw(gateway, $"GET /?do-not-log-me HTTP/1.1\r\nHost: api.internal\r\n{header}\r\n\r\n");
        await gateway.Process.WaitUntil(process => Task.FromResult(process.Errors.Any(line => line.Contains("too long header line", StringComparison.Ordinal))));

        var errors = string.Join('\n', gateway.Process.Errors);
        Assert.DoesNotContain(GatewayEnvironment.Header, errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("do-not-log-me", errors);
    }

    private string Head => $"{guarded.Client.Name}: {guarded.Client.Value}\r\n";

    private static async Task<HttpMessage> Raw(GatewayProcess gateway, string request)
    {
        await using var connection = await GatewayConnection.Open(gateway.Port);
        return await connection.SendRaw(Encoding.Latin1.GetBytes(request));
    }

    /// <summary>A body that stops short of its end; null when the gateway closes the connection.</summary>
    private static async Task<HttpMessage?> Unfinished(GatewayProcess gateway, (string Name, string Value) client)
    {
        await using var connection = await GatewayConnection.Open(gateway.Port);
        try
        {
            return await connection.SendRaw(Encoding.ASCII.GetBytes(
                $"POST / HTTP/1.1\r\nHost: api.internal\r\n{client.Name}: {client.Value}\r\nContent-Length: 70000\r\n\r\n{new string('x', 69_000)}"));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
