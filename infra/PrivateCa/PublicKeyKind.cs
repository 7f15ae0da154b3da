using System.Formats.Asn1;

namespace SecureApi.PrivateCa;

/// <summary>The kind of a public key, and whether a client may have it.</summary>
/// <param name="Description">For people: <c>RSA 3072</c>, <c>ECDSA P-256</c>, <c>Ed25519</c>.</param>
/// <param name="IsAllowed">Load balancer, CA and gateway take the key.</param>
/// <remarks>
/// A load balancer takes RSA of 2048 to 8192 bits and ECDSA on P-256, P-384 and P-521:
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html. The CA (Go's crypto/x509) reads
/// named curves and uncompressed points alone.
/// </remarks>
public sealed record PublicKeyKind(string Description, bool IsAllowed)
{
    /// <summary>The keys that a client may have.</summary>
    public const string Allowed = "RSA with 2048 to 8192 bits, ECDSA P-256, ECDSA P-384 or ECDSA P-521";

    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EllipticCurve = "1.2.840.10045.2.1";

    private static readonly Dictionary<string, string> Algorithms = new(StringComparer.Ordinal)
    {
        ["1.3.101.110"] = "X25519",
        ["1.3.101.111"] = "X448",
        ["1.3.101.112"] = "Ed25519",
        ["1.3.101.113"] = "Ed448",
        ["1.2.840.10040.4.1"] = "DSA",
        ["1.2.840.113549.1.3.1"] = "Diffie-Hellman",
        ["1.2.840.10046.2.1"] = "Diffie-Hellman",
        ["1.2.840.113549.1.1.7"] = "RSA for OAEP alone",
        ["1.2.840.113549.1.1.10"] = "RSA for PSS alone (rsassaPss)",
        ["1.2.643.2.2.19"] = "GOST R 34.10-2001",
        ["1.2.643.7.1.1.1.1"] = "GOST R 34.10-2012",
        ["1.2.643.7.1.1.1.2"] = "GOST R 34.10-2012",
        ["2.16.840.1.101.3.4.3.17"] = "ML-DSA-44",
        ["2.16.840.1.101.3.4.3.18"] = "ML-DSA-65",
        ["2.16.840.1.101.3.4.3.19"] = "ML-DSA-87",
    };

    // The name, the size of a coordinate in bytes, and whether a load balancer takes it.
    private static readonly Dictionary<string, (string Name, int Bytes, bool IsAllowed)> Curves = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.7"] = ("P-256", 32, true),
        ["1.3.132.0.34"] = ("P-384", 48, true),
        ["1.3.132.0.35"] = ("P-521", 66, true),
        ["1.3.132.0.33"] = ("P-224", 28, false),
        ["1.2.840.10045.3.1.1"] = ("P-192", 24, false),
        ["1.3.132.0.10"] = ("secp256k1", 32, false),
        ["1.3.36.3.3.2.8.1.1.7"] = ("brainpoolP256r1", 32, false),
        ["1.3.36.3.3.2.8.1.1.11"] = ("brainpoolP384r1", 48, false),
        ["1.3.36.3.3.2.8.1.1.13"] = ("brainpoolP512r1", 64, false),
        ["1.2.156.10197.1.301"] = ("SM2", 32, false),
    };

    /// <summary>Reads a SubjectPublicKeyInfo (RFC 5280, section 4.1).</summary>
    /// <exception cref="AsnContentException">The bytes are none.</exception>
    public static PublicKeyKind Of(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        var info = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        var algorithm = info.ReadSequence();
        var key = info.ReadBitString(out _);
        return algorithm.ReadObjectIdentifier() switch
        {
            Rsa => OfRsa(key),
            EllipticCurve => OfEllipticCurve(algorithm, key),
            var other => new PublicKeyKind(Algorithms.GetValueOrDefault(other, $"an unknown algorithm ({other})"), IsAllowed: false),
        };
    }

    private static PublicKeyKind OfRsa(byte[] key)
    {
        var numbers = new AsnReader(key, AsnEncodingRules.DER).ReadSequence();
        var modulus = numbers.ReadIntegerBytes().Span;
        var exponent = numbers.ReadIntegerBytes().Span;
        if (modulus[0] >= 0x80) return new PublicKeyKind("RSA with a negative modulus", IsAllowed: false);
        modulus = modulus.TrimStart((byte)0);
        var bits = modulus.IsEmpty ? 0 : (modulus.Length * 8) - byte.LeadingZeroCount(modulus[0]);

        // Go reads exponents of 31 bits; an even one, or 1, is no key.
        var isGood = exponent.Length <= 4 && exponent[0] < 0x80 && exponent[^1] % 2 == 1 && exponent is not [1];
        return isGood ? new PublicKeyKind($"RSA {bits}", bits is >= 2048 and <= 8192) : new PublicKeyKind($"RSA {bits} with an unusable exponent", IsAllowed: false);
    }

    private static PublicKeyKind OfEllipticCurve(AsnReader parameters, byte[] point)
    {
        if (!parameters.HasData || parameters.PeekTag() != Asn1Tag.ObjectIdentifier) return new PublicKeyKind("ECDSA with the curve's parameters in place of its name", IsAllowed: false);
        var oid = parameters.ReadObjectIdentifier();
        if (!Curves.TryGetValue(oid, out var curve)) return new PublicKeyKind($"ECDSA on an unknown curve ({oid})", IsAllowed: false);
        var isWhole = point.Length == 1 + (2 * curve.Bytes) && point[0] == 4;
        return new PublicKeyKind(isWhole ? $"ECDSA {curve.Name}" : $"ECDSA {curve.Name} with a compressed point", curve.IsAllowed && isWhole);
    }
}
