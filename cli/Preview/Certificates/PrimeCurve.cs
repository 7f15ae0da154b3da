using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>A NIST prime curve (FIPS 186-5, SEC 2) with the arithmetic that deterministic keys and signatures need.</summary>
/// <remarks>
/// .NET cannot make a key from a chosen number on macOS, which refuses a private key without its public point, and
/// cannot sign deterministically anywhere; a preview that is the same twice needs both.
/// </remarks>
internal sealed class PrimeCurve
{
    private readonly BigInteger prime;
    private readonly (BigInteger X, BigInteger Y) generator;

    private PrimeCurve(string name, ECCurve curve, HashAlgorithmName hash, string prime, string order, string x, string y)
    {
        Name = name;
        Curve = curve;
        Hash = hash;
        this.prime = Parse(prime);
        Order = Parse(order);
        generator = (Parse(x), Parse(y));
        ByteLength = prime.Length / 2;
    }

    /// <summary>The name that the tls provider uses: P256, P384 or P521.</summary>
    public string Name { get; }

    /// <summary>The same curve for .NET.</summary>
    public ECCurve Curve { get; }

    /// <summary>The hash that signatures on this curve use (RFC 5480, section 4).</summary>
    public HashAlgorithmName Hash { get; }

    /// <summary>The order of the group.</summary>
    public BigInteger Order { get; }

    /// <summary>The length of a coordinate and of a private key, in bytes.</summary>
    public int ByteLength { get; }

    /// <summary>The curve with the tls provider's name <paramref name="name"/>.</summary>
    /// <exception cref="NotSupportedException">No curve that the preview computes has this name.</exception>
    public static PrimeCurve Named(string? name) => name switch
    {
        "P256" => P256(),
        "P384" => P384(),
        "P521" => P521(),
        _ => throw new NotSupportedException($"The offline preview computes keys on P256, P384 and P521, not on {name ?? "P224, the default of the tls provider"}."),
    };

    /// <summary>The curve whose keys have <paramref name="bits"/> bits.</summary>
    /// <exception cref="NotSupportedException">No curve that the preview computes has keys of that size.</exception>
    public static PrimeCurve OfSize(int bits) => Named($"P{bits.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The generator times <paramref name="scalar"/>.</summary>
    /// <param name="scalar">1 to <see cref="Order"/> - 1.</param>
    public ECPoint Multiply(BigInteger scalar)
    {
        // An order of magnitude quicker, where the platform can find a public key by itself.
        if (!OperatingSystem.IsMacOS())
        {
            using var key = ECDsa.Create(new ECParameters { Curve = Curve, D = ModularArithmetic.ToBytes(scalar, ByteLength) });
            return key.ExportParameters(includePrivateParameters: false).Q;
        }

        return MultiplyHere(scalar);
    }

    /// <summary>The same as <see cref="Multiply"/>, without the platform's help.</summary>
    internal ECPoint MultiplyHere(BigInteger scalar)
    {
        // Jacobian coordinates: one division at the end instead of one for each step.
        var (x, y, z) = (BigInteger.Zero, BigInteger.One, BigInteger.Zero);
        for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            (x, y, z) = Double(x, y, z);
            if (!(scalar >> bit).IsEven)
                (x, y, z) = AddGenerator(x, y, z);
        }

        var inverse = ModularArithmetic.Inverse(z, prime);
        var square = inverse * inverse % prime;
        return new ECPoint
        {
            X = ModularArithmetic.ToBytes(x * square % prime, ByteLength),
            Y = ModularArithmetic.ToBytes(y * (square * inverse % prime) % prime, ByteLength),
        };
    }

    // Both formulas: https://hyperelliptic.org/EFD/g1p/auto-shortw-jacobian-3.html (dbl-2001-b, madd).
    private (BigInteger X, BigInteger Y, BigInteger Z) Double(BigInteger x, BigInteger y, BigInteger z)
    {
        if (z.IsZero)
            return (x, y, z);
        var delta = z * z % prime;
        var gamma = y * y % prime;
        var beta = x * gamma % prime;
        var alpha = 3 * (x - delta) * (x + delta) % prime;
        var x3 = Reduce((alpha * alpha) - (8 * beta));
        var z3 = Reduce(((y + z) * (y + z)) - gamma - delta);
        return (x3, Reduce((alpha * ((4 * beta) - x3)) - (8 * gamma * gamma)), z3);
    }

    private (BigInteger X, BigInteger Y, BigInteger Z) AddGenerator(BigInteger x, BigInteger y, BigInteger z)
    {
        if (z.IsZero)
            return (generator.X, generator.Y, BigInteger.One);
        var square = z * z % prime;
        var h = Reduce((generator.X * square) - x);
        var r = Reduce((generator.Y * (square * z % prime)) - y);
        var h2 = h * h % prime;
        var h3 = h2 * h % prime;
        var v = x * h2 % prime;
        var x3 = Reduce((r * r) - h3 - (2 * v));
        return (x3, Reduce((r * (v - x3)) - (y * h3)), z * h % prime);
    }

    private BigInteger Reduce(BigInteger value)
    {
        var remainder = value % prime;
        return remainder.Sign < 0 ? remainder + prime : remainder;
    }

    // .NET's own reading of such text is not compiled ahead of time, and would cost the start more than a key.
    private static BigInteger Parse(string hexadecimal)
    {
        var bytes = new byte[hexadecimal.Length / 2];
        for (var index = 0; index < bytes.Length; index++)
            bytes[index] = byte.Parse(hexadecimal.AsSpan(index * 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return ModularArithmetic.FromBytes(bytes);
    }

    private static PrimeCurve P256() => new(
        nameof(P256),
        ECCurve.NamedCurves.nistP256,
        HashAlgorithmName.SHA256,
        prime: "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
        order: "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        x: "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296",
        y: "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5");

    private static PrimeCurve P384() => new(
        nameof(P384),
        ECCurve.NamedCurves.nistP384,
        HashAlgorithmName.SHA384,
        prime: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
        order: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
        x: "AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7",
        y: "3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F");

    private static PrimeCurve P521() => new(
        nameof(P521),
        ECCurve.NamedCurves.nistP521,
        HashAlgorithmName.SHA512,
        prime: "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        order: "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
        x: "00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66",
        y: "011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650");
}
