using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>An ECDSA key. THE PREVIEW'S KEYS ARE PUBLIC: each is a hash of the resource's URN, and of a salt where keys are fresh.</summary>
internal sealed class EcdsaPreviewKey : PreviewKey
{
    private readonly ECDsa ecdsa;
    private readonly PrimeCurve curve;
    private readonly ECParameters parameters;

    private EcdsaPreviewKey(ECDsa ecdsa)
    {
        this.ecdsa = ecdsa;
        curve = PrimeCurve.OfSize(ecdsa.KeySize);
        parameters = ecdsa.ExportParameters(includePrivateParameters: true);
        PublicKey = new PublicKey(ecdsa);
        Signer = new Generator(this);
    }

    /// <inheritdoc/>
    public override string Algorithm => "ECDSA";

    /// <inheritdoc/>
    public override PublicKey PublicKey { get; }

    /// <inheritdoc/>
    public override HashAlgorithmName Hash => curve.Hash;

    /// <inheritdoc/>
    public override X509SignatureGenerator Signer { get; }

    /// <inheritdoc/>
    public override string PrivatePem => Pem.Encode("EC PRIVATE KEY", ecdsa.ExportECPrivateKey());

    /// <inheritdoc/>
    public override string Pkcs8Pem => Pem.Encode("PRIVATE KEY", ecdsa.ExportPkcs8PrivateKey());

    /// <inheritdoc/>
    public override OpenSshPublicKey OpenSsh
    {
        get
        {
            var name = $"nistp{ecdsa.KeySize}";
            return new($"ecdsa-sha2-{name}", Encoding.ASCII.GetBytes(name), [4, .. parameters.Q.X!, .. parameters.Q.Y!]);
        }
    }

    /// <summary>The key on <paramref name="curve"/> that belongs to <paramref name="seed"/>.</summary>
    public static EcdsaPreviewKey FromSeed(PrimeCurve curve, string seed)
    {
        var digest = SHA512.HashData(Encoding.UTF8.GetBytes(seed));
        var stretched = (byte[])[.. digest, .. SHA512.HashData(digest)];
        var scalar = (ModularArithmetic.FromBytes(stretched) % (curve.Order - 1)) + 1;
        var parameters = new ECParameters
        {
            Curve = curve.Curve,
            D = ModularArithmetic.ToBytes(scalar, curve.ByteLength),
            Q = curve.Multiply(scalar),
        };
        return Import(ecdsa => ecdsa.ImportParameters(parameters));
    }

    /// <summary>The key that <paramref name="import"/> reads into a new ECDSA object.</summary>
    public static EcdsaPreviewKey Import(Action<ECDsa> import)
    {
        var ecdsa = ECDsa.Create();
        import(ecdsa);
        return new(ecdsa);
    }

    private sealed class Generator(EcdsaPreviewKey key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            if (hashAlgorithm != key.curve.Hash)
                throw new ArgumentOutOfRangeException(nameof(hashAlgorithm), hashAlgorithm, "A curve has one hash.");

            // ecdsa-with-SHA256, -SHA384 and -SHA512, without parameters (RFC 5758, section 3.2).
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
                writer.WriteObjectIdentifier(key.curve.Name switch { "P256" => "1.2.840.10045.4.3.2", "P384" => "1.2.840.10045.4.3.3", _ => "1.2.840.10045.4.3.4" });
            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            DeterministicEcdsa.Sign(key.curve, new BigInteger(key.parameters.D, isUnsigned: true, isBigEndian: true), data);

        protected override PublicKey BuildPublicKey() => key.PublicKey;
    }
}
