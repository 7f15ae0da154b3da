namespace SecureApi.Configuration;

/// <summary>What a stack is for.</summary>
public enum DeploymentEnvironment
{
    /// <summary>Cheap and short-lived: a single NAT gateway, Spot capacity and single tasks are allowed.</summary>
    Dev,

    /// <summary>Shaped as production, with the freedoms of <see cref="Dev"/>.</summary>
    Staging,

    /// <summary>Production: the rules on availability and deletion apply.</summary>
    Prod,
}
