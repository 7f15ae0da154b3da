using System.Net;
using System.Net.Sockets;
using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Local;

/// <summary>The ports of a run on 127.0.0.1, one after the other from a first one.</summary>
/// <param name="First">The load balancer's: where clients call.</param>
internal sealed record LocalPorts(int First)
{
    /// <summary>The highest first port: what follows has to fit.</summary>
    public const int Highest = 65_000;

    /// <summary>Where clients call.</summary>
    public int Balancer => First;

    /// <summary>The gateway.</summary>
    public int Gateway => First + 1;

    /// <summary>The gateway's status server.</summary>
    public int Status => First + 2;

    /// <summary>A service, by its place in the list.</summary>
    public int Service(int index) => First + 3 + index;

    /// <summary>Passes when nobody uses the ports.</summary>
    /// <exception cref="CommandException">Somebody does.</exception>
    public static void RequireFree(params IEnumerable<(int Port, string User)> ports)
    {
        foreach (var (port, user) in ports)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
            }
            catch (SocketException error)
            {
                throw new CommandException(
                    $"Port {port} on 127.0.0.1, for the {user}, cannot be used: {Reason(error)}. Choose other ports with --port, or end what uses it.", error);
            }
        }
    }

    private static string Reason(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another program listens there",
        SocketError.AccessDenied => "ports below 1024 are for root",
        _ => error.Message,
    };
}
