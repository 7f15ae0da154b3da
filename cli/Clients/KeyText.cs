using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Cli.Clients;

/// <summary>Public keys for people.</summary>
internal static class KeyText
{
    /// <summary>Such as <c>RSA 3072</c> or <c>ECDSA P-256</c>.</summary>
    public static string Of(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        if (rsa is not null) return $"RSA {rsa.KeySize}";
        using var ecdsa = key.GetECDsaPublicKey();
        return ecdsa?.KeySize switch
        {
            null => key.Oid.FriendlyName ?? key.Oid.Value ?? "unknown",
            var bits => $"ECDSA P-{bits}",
        };
    }
}
