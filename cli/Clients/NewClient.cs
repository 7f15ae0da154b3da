using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Clients;

/// <summary>A fresh private key, and the request for its certificate (PKCS#10, RFC 2986).</summary>
/// <param name="KeyPem">The key, PKCS#8 in PEM. A secret.</param>
/// <param name="RequestPem">The request, PEM; public.</param>
internal sealed record NewClient(string KeyPem, string RequestPem)
{
    private const int RsaBits = 3072;

    /// <summary>Makes key and request.</summary>
    /// <param name="name">The common name.</param>
    /// <param name="keyType">The kind of key.</param>
    public static NewClient Create(string name, ClientKeyType keyType)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        if (keyType == ClientKeyType.Rsa3072)
        {
            using var rsa = RSA.Create(RsaBits);
            return Of(rsa, new CertificateRequest(subject.Build(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Of(ecdsa, new CertificateRequest(subject.Build(), ecdsa, HashAlgorithmName.SHA256));
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => RequestPem;

    private static NewClient Of(AsymmetricAlgorithm key, CertificateRequest request) =>
        new(Pem.Encode("PRIVATE KEY", key.ExportPkcs8PrivateKey()), Pem.Encode("CERTIFICATE REQUEST", request.CreateSigningRequest()));
}
