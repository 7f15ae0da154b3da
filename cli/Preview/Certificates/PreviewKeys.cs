using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>
/// Published test keys: the private keys of a preview, the same ones in every run. Everybody who has this repository has
/// them, so they protect nothing. A deployment never uses them; the Pulumi engine makes its own keys.
/// </summary>
internal static class PublishedTestKeys
{
    /// <summary>The number of RSA keys. Only the CA has such keys, at most four.</summary>
    public const int RsaCount = 8;

    /// <summary>The number of ECDSA keys: one for each server and each client whose key the stack makes.</summary>
    public const int EcdsaCount = 64;

    private const string FileName = "published-test-keys.pem";
    private const int RsaBits = 3072;
    private const string Curve = "P256";

    private static readonly Lazy<(string[] Rsa, string[] Ecdsa)> Pems = new(Read);

    /// <summary>The RSA key with a number from 0 to <see cref="RsaCount"/> - 1.</summary>
    /// <exception cref="NotSupportedException">The file has no keys of this size.</exception>
    public static PreviewKey Rsa(int bits, int number)
    {
        if (bits != RsaBits)
            throw Missing($"RSA keys of {RsaBits} bits, not of {bits.ToString(CultureInfo.InvariantCulture)}");

        var key = RSA.Create();
        key.ImportFromPem(Pems.Value.Rsa[number]);
        return new(key, isPublished: true);
    }

    /// <summary>The ECDSA key with a number from 0 to <see cref="EcdsaCount"/> - 1.</summary>
    /// <exception cref="NotSupportedException">The file has no keys on this curve.</exception>
    public static PreviewKey Ecdsa(string? curve, int number)
    {
        if (curve != Curve)
            throw Missing($"ECDSA keys on {Curve}, not on {curve ?? "P224, the tls provider's default"}");

        var key = ECDsa.Create();
        key.ImportFromPem(Pems.Value.Ecdsa[number]);
        return new(key, isPublished: true);
    }

    private static NotSupportedException Missing(string kinds) =>
        new($"The offline preview has {kinds}. Add published test keys of that kind to {FileName}.");

    private static (string[] Rsa, string[] Ecdsa) Read()
    {
        using var stream = typeof(PublishedTestKeys).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        List<string> rsa = [], ecdsa = [];
        for (var text = reader.ReadToEnd(); PemEncoding.TryFind(text, out var fields); text = text[fields.Location.End..])
        {
            // A key of 3072 bits has 1.8 kB, a key on P-256 has 138 bytes.
            (fields.DecodedDataLength > 1000 ? rsa : ecdsa).Add(text[fields.Location]);
        }

        return ([.. rsa], [.. ecdsa]);
    }
}

/// <summary>The numbers of a stack's keys among <see cref="PublishedTestKeys"/>.</summary>
internal sealed class KeyNumbers
{
    private readonly HashSet<int> rsa = [];
    private readonly HashSet<int> ecdsa = [];

    /// <summary>A number for a resource, other than those of the resources before it. When all keys of a kind are taken, numbers repeat.</summary>
    /// <param name="urn">The resource's URN. The number comes from it, so that other resources of the stack hardly ever change it.</param>
    /// <param name="isRsa">Whether the key is an RSA key.</param>
    public int Reserve(string urn, bool isRsa)
    {
        var (reserved, count) = isRsa ? (rsa, PublishedTestKeys.RsaCount) : (ecdsa, PublishedTestKeys.EcdsaCount);
        if (reserved.Count == count)
            reserved.Clear();

        // Names that differ in the last character only, such as those of CA versions, have different numbers.
        var number = (int)(urn.Aggregate(0u, static (hash, character) => (hash * 31) + character) % count);
        while (!reserved.Add(number))
            number = (number + 1) % count;
        return number;
    }
}

/// <summary>A private key, and what the tls provider makes of it.</summary>
internal sealed class PreviewKey(AsymmetricAlgorithm key, bool isPublished)
{
    /// <summary>The tls provider's name of the algorithm: RSA or ECDSA.</summary>
    public string Algorithm => key is RSA ? "RSA" : "ECDSA";

    /// <summary>The hash of this key's signatures (RFC 5480, section 4).</summary>
    public HashAlgorithmName Hash => key switch
    {
        ECDsa { KeySize: 384 } => HashAlgorithmName.SHA384,
        ECDsa { KeySize: 521 } => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    /// <summary>The public half.</summary>
    public PublicKey PublicKey => Signer.PublicKey;

    /// <summary>Signs certificates and requests. With a published key, the same document always gets the same signature.</summary>
    public X509SignatureGenerator Signer => key switch
    {
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        ECDsa ecdsa when isPublished => new RepeatableSigner(ecdsa),
        _ => X509SignatureGenerator.CreateForECDsa((ECDsa)key),
    };

    /// <summary>The private key in PEM: PKCS#1 for RSA, SEC 1 for ECDSA.</summary>
    public string PrivatePem => key is RSA rsa ? rsa.ExportRSAPrivateKeyPem() : ((ECDsa)key).ExportECPrivateKeyPem();

    /// <summary>The private key in PEM: PKCS#8.</summary>
    public string Pkcs8Pem => key.ExportPkcs8PrivateKeyPem();

    /// <summary>A new random key.</summary>
    /// <exception cref="NotSupportedException">.NET has no keys on this curve.</exception>
    public static PreviewKey FreshEcdsa(string? curve) => new(
        ECDsa.Create(curve switch
        {
            "P256" => ECCurve.NamedCurves.nistP256,
            "P384" => ECCurve.NamedCurves.nistP384,
            "P521" => ECCurve.NamedCurves.nistP521,
            _ => throw new NotSupportedException($"ecdsaCurve: P256, P384 or P521, not {curve ?? "P224, the tls provider's default"}."),
        }),
        isPublished: false);

    /// <summary>The private key in a PEM text: PKCS#1, SEC 1 or PKCS#8.</summary>
    /// <exception cref="CryptographicException">The text is not an RSA or ECDSA key.</exception>
    public static PreviewKey FromPem(string pem)
    {
        foreach (var key in (AsymmetricAlgorithm[])[RSA.Create(), ECDsa.Create()])
        {
            try
            {
                key.ImportFromPem(pem);
                return new(key, isPublished: false);
            }
            catch (Exception error) when (error is ArgumentException or CryptographicException)
            {
                key.Dispose();
            }
        }

        throw new CryptographicException("A private key in PEM was expected, RSA or ECDSA.");
    }

    /// <summary>The public key's type and its bytes as OpenSSH has them (RFC 4253, section 6.6; RFC 5656, section 3.1).</summary>
    public (string Type, byte[] Bytes) OpenSsh()
    {
        if (key is RSA rsa)
        {
            var numbers = rsa.ExportParameters(includePrivateParameters: false);
            return ("ssh-rsa", [.. Field("ssh-rsa"), .. Field(numbers.Exponent!), .. Field([0, .. numbers.Modulus!])]);
        }

        var point = ((ECDsa)key).ExportParameters(includePrivateParameters: false).Q;
        var curve = $"nistp{key.KeySize.ToString(CultureInfo.InvariantCulture)}";
        var type = $"ecdsa-sha2-{curve}";
        return (type, [.. Field(type), .. Field(curve), .. Field([4, .. point.X!, .. point.Y!])]);
    }

    private static byte[] Field(string text) => Field(Encoding.ASCII.GetBytes(text));

    // A length in four bytes, and the bytes (RFC 4251, section 5).
    private static byte[] Field(byte[] bytes) => [0, 0, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    // .NET signs with a random nonce, and has no deterministic one (RFC 6979). This class takes the private key for the nonce.
    // The signatures are valid and always the same, and they give the key away: for published keys only.
    private sealed class RepeatableSigner(ECDsa key) : X509SignatureGenerator
    {
        private static readonly BigInteger Order = Number(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"));

        private readonly X509SignatureGenerator generator = CreateForECDsa(key);

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => generator.GetSignatureAlgorithmIdentifier(hashAlgorithm);

        // With the nonce d, r is the x of the public key, and s is hash / d + r (FIPS 186-5, section 6.4.1).
        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm)
        {
            var parameters = key.ExportParameters(includePrivateParameters: true);
            var hash = Number(CryptographicOperations.HashData(hashAlgorithm, data));
            var r = Number(parameters.Q.X) % Order;
            var s = ((hash * BigInteger.ModPow(Number(parameters.D), Order - 2, Order)) + r) % Order;
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(r);
                writer.WriteInteger(s);
            }

            return writer.Encode();
        }

        protected override PublicKey BuildPublicKey() => generator.PublicKey;

        private static BigInteger Number(byte[]? bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
    }
}
