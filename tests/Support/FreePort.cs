using System.Net;
using System.Net.Sockets;

namespace SecureApi.Tests.Support;

/// <summary>
/// Ports for servers that a test starts on 127.0.0.1. They lie below the range that Linux takes the ports of outgoing
/// connections from (32768 to 60999): a connection of another test cannot take one before the server binds it.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int Count = 22_000;

    // Each process starts elsewhere, and no process hands a port out twice before it has handed out all of them.
    private static int next = Random.Shared.Next(Count);

    /// <summary>A port that is free, and that no other test gets.</summary>
    public static int Next() => Following(1);

    /// <summary>The first of so many ports in a row that are all free, and that no other test gets.</summary>
    public static int Following(int count)
    {
        while (true)
        {
            var offset = (Interlocked.Add(ref next, count) - count) % Count;
            var ports = Enumerable.Range(First + offset, count);
            if (ports.All(IsFree)) return First + offset;
        }
    }

    /// <summary>Whether a server can bind a port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
