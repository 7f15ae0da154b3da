using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>Makes keys and tells how to sign with them.</summary>
public static class Keys
{
    public static AsymmetricAlgorithm P256() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static AsymmetricAlgorithm P384() => ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public static AsymmetricAlgorithm P521() => ECDsa.Create(ECCurve.NamedCurves.nistP521);

    public static AsymmetricAlgorithm Rsa1024() => RSA.Create(1024);

    public static AsymmetricAlgorithm Rsa2048() => RSA.Create(2048);

    public static AsymmetricAlgorithm Rsa3072() => RSA.Create(3072);

    public static AsymmetricAlgorithm Rsa4096() => RSA.Create(4096);

    public static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key switch
    {
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        ECDsa ecdsa => X509SignatureGenerator.CreateForECDsa(ecdsa),
        _ => throw new NotSupportedException(key.GetType().Name),
    };

    public static PublicKey Public(AsymmetricAlgorithm key) => Generator(key).PublicKey;
}
