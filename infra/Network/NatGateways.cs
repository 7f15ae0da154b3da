using System.Diagnostics.CodeAnalysis;

namespace SecureApi.Network;

/// <summary>How private subnets reach the internet over IPv4.</summary>
public enum NatGateways
{
    /// <summary>One NAT gateway in every zone: a zone's failure stops no other zone.</summary>
    PerAz,

    /// <summary>One NAT gateway for all zones: cheap, and a single point of failure.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The word in the stack file; no type is meant.")]
    Single,

    /// <summary>No way out: AWS is reached through interface endpoints alone.</summary>
    None,
}
