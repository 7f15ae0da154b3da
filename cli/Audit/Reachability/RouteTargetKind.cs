namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Where a route leads.</summary>
public enum RouteTargetKind
{
    /// <summary>To an internet gateway: in and out.</summary>
    InternetGateway,

    /// <summary>To a NAT gateway: out only, with the gateway's address.</summary>
    NatGateway,

    /// <summary>To an egress-only internet gateway: IPv6, out only.</summary>
    EgressOnlyGateway,

    /// <summary>Somewhere that this proof does not know: a peering, a transit gateway, an interface.</summary>
    Unknown,
}
