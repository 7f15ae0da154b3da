namespace SecureApi.PrivateCa;

/// <summary>Who verifies a client's certificate.</summary>
/// <remarks>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html</remarks>
public enum MutualTlsMode
{
    /// <summary>The load balancer verifies against its trust store, and the gateway verifies again.</summary>
    Verify,

    /// <summary>The load balancer hands the chain on, and the gateway alone verifies.</summary>
    Passthrough,
}
