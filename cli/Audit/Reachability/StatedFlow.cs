using SecureApi.SecurityGroups;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>A flow that the architecture states, with its ends found in the recorded resources.</summary>
internal sealed class StatedFlow
{
    public required Connection Connection { get; init; }

    public required StatedEnd Source { get; init; }

    public required StatedEnd Destination { get; init; }

    public Traffic Traffic => new(Connection.Protocol, Connection.Port, Connection.Port);

    /// <summary>The family that the flow speaks of: that of its addresses, or IPv4 between roles.</summary>
    public AddressFamily Family => (Source.Block ?? Destination.Block)?.Family ?? AddressFamily.Ipv4;
}
