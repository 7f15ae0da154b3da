using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>
/// Requests without a pause, over a few connections that stay open as the load balancer's do, while a test changes
/// something. A connection that the gateway closes between two requests is opened anew and the request sent again:
/// HTTP leaves that race to the client (RFC 9112, section 9.3.1).
/// </summary>
public sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> outcomes = new();
    private readonly Task[] senders;

    private Load(GatewayProcess gateway, int connections, Func<GatewayConnection, Task<HttpMessage>> request)
    {
        Port = gateway.Port;
        senders = [.. Enumerable.Range(0, connections).Select(_ => Task.Run(() => Send(request)))];
    }

    private int Port { get; }

    /// <summary>How many requests have been answered.</summary>
    public int Count => outcomes.Count;

    /// <summary>Starts sending a request over and over.</summary>
    public static Load Start(GatewayProcess gateway, Func<GatewayConnection, Task<HttpMessage>> request, int connections = 4) =>
        new(gateway, connections, request);

    /// <summary>Waits for so many more answers.</summary>
    public async Task More(int answers)
    {
        var target = Count + answers;
        while (Count < target && !senders.Any(sender => sender.IsCompleted)) await Task.Delay(5);
    }

    /// <summary>Stops and gives each outcome (a status, or what went wrong) with its count.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Stop()
    {
        await stop.CancelAsync();
        await Task.WhenAll(senders);
        return outcomes.CountBy(outcome => outcome).ToDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(senders);
        stop.Dispose();
    }

    private async Task Send(Func<GatewayConnection, Task<HttpMessage>> request)
    {
        GatewayConnection? connection = null;
        var isReused = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                connection ??= await GatewayConnection.Open(Port);
                var answer = await request(connection);
                outcomes.Enqueue($"{answer.Status}");
                isReused = true;
                if (answer.KeepsAlive) continue;
            }
            catch (Exception closed) when (closed is IOException or SocketException or AuthenticationException)
            {
                if (!isReused) outcomes.Enqueue(closed.Message);
            }
            if (connection is not null) await connection.DisposeAsync();
            (connection, isReused) = (null, false);
        }
        if (connection is not null) await connection.DisposeAsync();
    }
}
