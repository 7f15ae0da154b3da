using SecureApi.SecurityGroups;

namespace SecureApi.Audit.Reachability;

/// <summary>A flow that the architecture states, with its ends found in the recorded resources.</summary>
internal sealed class StatedFlow
{
    public required Flow Flow { get; init; }

    public required StatedEnd Source { get; init; }

    public required StatedEnd Destination { get; init; }

    public Traffic Traffic => new(Flow.Protocol, Flow.Port, Flow.Port);

    /// <summary>The family that the flow speaks of: that of its addresses, or IPv4 between roles.</summary>
    public AddressFamily Family => (Source.Block ?? Destination.Block)?.Family ?? AddressFamily.Ipv4;
}
