namespace SecureApi.Network;

/// <summary>Whether a subnet's route table leads to the internet gateway.</summary>
public enum SubnetTier
{
    /// <summary>Routed to the internet gateway: the load balancer and NAT gateways.</summary>
    Public,

    /// <summary>Not reachable from the internet: all tasks and interface endpoints.</summary>
    Private,
}
