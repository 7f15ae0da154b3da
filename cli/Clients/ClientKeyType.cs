namespace SecureApi.Cli.Clients;

/// <summary>The keys that <c>client new</c> makes. Both are taken by the load balancer and the gateway.</summary>
internal enum ClientKeyType
{
    /// <summary>RSA with 3072 bits: for software that knows nothing else.</summary>
    Rsa3072,

    /// <summary>ECDSA on P-256: smaller and faster for the client.</summary>
    EcdsaP256,
}
