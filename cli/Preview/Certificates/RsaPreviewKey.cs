using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>An RSA key. PKCS#1 v1.5 signatures, which the tls provider uses, are deterministic by themselves.</summary>
internal sealed class RsaPreviewKey : PreviewKey
{
    private readonly RSA rsa;

    private RsaPreviewKey(RSA rsa)
    {
        this.rsa = rsa;
        Signer = X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1);
    }

    /// <inheritdoc/>
    public override string Algorithm => "RSA";

    /// <inheritdoc/>
    public override PublicKey PublicKey => Signer.PublicKey;

    /// <inheritdoc/>
    public override HashAlgorithmName Hash => HashAlgorithmName.SHA256;

    /// <inheritdoc/>
    public override X509SignatureGenerator Signer { get; }

    /// <inheritdoc/>
    public override string PrivatePem => Pem.Encode("RSA PRIVATE KEY", rsa.ExportRSAPrivateKey());

    /// <inheritdoc/>
    public override string Pkcs8Pem => Pem.Encode("PRIVATE KEY", rsa.ExportPkcs8PrivateKey());

    /// <inheritdoc/>
    public override OpenSshPublicKey OpenSsh
    {
        get
        {
            var parameters = rsa.ExportParameters(includePrivateParameters: false);
            return new("ssh-rsa", OpenSshPublicKey.Number(parameters.Exponent!), OpenSshPublicKey.Number(parameters.Modulus!));
        }
    }

    /// <summary>The key number <paramref name="index"/> of <paramref name="keySize"/> bits in the pool.</summary>
    /// <exception cref="NotSupportedException">There are no primes of that size.</exception>
    public static RsaPreviewKey FromPool(int keySize, int index)
    {
        var parameters = PrimePool.Key(keySize, index);
        return Import(rsa => rsa.ImportParameters(parameters));
    }

    /// <summary>A new key that nobody else has.</summary>
    public static RsaPreviewKey Fresh(int keySize) => new(RSA.Create(keySize));

    /// <summary>The key that <paramref name="import"/> reads into a new RSA object.</summary>
    public static RsaPreviewKey Import(Action<RSA> import)
    {
        var rsa = RSA.Create();
        import(rsa);
        return new(rsa);
    }
}
