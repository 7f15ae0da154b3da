using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>What a certificate says. The defaults are those of a good client; a test changes what it is about.</summary>
public sealed record CertificateProfile
{
    public string Subject { get; init; } = "CN=acme, O=Acme";

    /// <summary>Makes the key pair.</summary>
    public Func<AsymmetricAlgorithm> Key { get; init; } = Keys.P256;

    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.UtcNow.AddMinutes(-5);

    public DateTimeOffset NotAfter { get; init; } = DateTimeOffset.UtcNow.AddDays(30);

    public int SerialOctets { get; init; } = 16;

    /// <summary>The hash that the issuer signs with.</summary>
    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Null leaves the extension out.</summary>
    public X509KeyUsageFlags? KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    /// <summary>Object identifiers; none leaves the extension out.</summary>
    public IReadOnlyList<string> ExtendedKeyUsage { get; init; } = [Oids.ClientAuthentication];

    public bool IsAuthority { get; init; }

    /// <summary>How many authorities may follow; null for no limit. Only for an authority.</summary>
    public int? PathLength { get; init; }

    /// <summary>Claims the key identifier of this certificate instead of its own key's.</summary>
    public X509Certificate2? SubjectKeyOf { get; init; }

    public IReadOnlyList<X509Extension> Extensions { get; init; } = [];

    /// <summary>The profile of a certificate authority of ours.</summary>
    public static CertificateProfile Authority(string commonName) => new()
    {
        Subject = $"CN={commonName}, O=Secure API",
        IsAuthority = true,
        KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
        ExtendedKeyUsage = [],
        NotAfter = DateTimeOffset.UtcNow.AddDays(365),
    };
}
