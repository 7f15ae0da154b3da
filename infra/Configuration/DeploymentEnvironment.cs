namespace SecureApi.Configuration;

/// <summary>How strict the validator is, and the value of the tag <c>Environment</c>.</summary>
public enum DeploymentEnvironment
{
    /// <summary>Cheap and short-lived: a single NAT gateway, Spot capacity and single tasks are allowed.</summary>
    Dev,

    /// <summary>Shaped as production, with the freedoms of <see cref="Dev"/>.</summary>
    Staging,

    /// <summary>Production: the rules on availability and deletion apply.</summary>
    Prod,
}
