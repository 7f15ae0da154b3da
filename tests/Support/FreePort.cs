using System.Net;
using System.Net.Sockets;

namespace SecureApi.Tests.Support;

/// <summary>Ports for servers that a test starts on 127.0.0.1.</summary>
public static class FreePort
{
    /// <summary>
    /// A port that was free a moment ago. The kernel hands its ephemeral ports out in turn, so that another process
    /// rarely takes the same one before the server binds it.
    /// </summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The first of so many ports in a row that were all free a moment ago.</summary>
    public static int Following(int count)
    {
        while (true)
        {
            var first = Next();
            if (first + count < ushort.MaxValue && Enumerable.Range(first + 1, count - 1).All(IsFree)) return first;
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
