namespace SecureApi.Network;

/// <summary>Which traffic a flow log records.</summary>
public enum FlowLogTraffic
{
    /// <summary>Accepted and rejected traffic.</summary>
    All,

    /// <summary>Traffic that security groups and network ACLs let pass.</summary>
    Accept,

    /// <summary>Traffic that they refused.</summary>
    Reject,
}
