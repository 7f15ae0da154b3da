using System.Numerics;
using System.Security.Cryptography;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>
/// Makes the RSA keys of a preview from an embedded file of primes. THESE KEYS ARE PUBLIC: everybody who has this
/// repository has them. They exist so that a preview computes real certificates, the same ones each time and without
/// the second that finding primes takes. No deployment ever uses them; the Pulumi engine makes its own keys.
/// </summary>
/// <remarks>
/// <c>preview-primes.bin</c>: for each of the sizes 2048, 3072 and 4096, 32 primes of half that size, big-endian, from
/// <c>openssl prime -generate</c>. The two highest bits of each are set, so that a product of two has the full size,
/// and no prime minus one is a multiple of the public exponent.
/// </remarks>
internal static class PrimePool
{
    /// <summary>How many different keys of one size there are: the pairs of two different primes.</summary>
    public const int KeyCount = PrimesPerSize * (PrimesPerSize - 1) / 2;

    private const int PrimesPerSize = 32;
    private const int PublicExponent = 65537;

    /// <summary>The sizes that there are primes for, in bits.</summary>
    public static ReadOnlySpan<int> KeySizes => [2048, 3072, 4096];

    /// <summary>The key number <paramref name="index"/> of <paramref name="keySize"/> bits.</summary>
    /// <param name="keySize">One of <see cref="KeySizes"/>.</param>
    /// <param name="index">0 to <see cref="KeyCount"/> - 1; another number gives another key.</param>
    /// <exception cref="NotSupportedException">There are no primes of that size.</exception>
    public static RSAParameters Key(int keySize, int index)
    {
        var (first, second) = Pair(index);
        var (p, q) = (Read(keySize, first), Read(keySize, second));
        var order = (p - 1) * (q - 1);
        var d = PrivateExponent(order);
        var (full, half) = (keySize / 8, keySize / 16);
        return new RSAParameters
        {
            Modulus = Bytes(p * q, full),
            Exponent = [1, 0, 1],
            D = Bytes(d, full),
            P = Bytes(p, half),
            Q = Bytes(q, half),
            DP = Bytes(d % (p - 1), half),
            DQ = Bytes(d % (q - 1), half),
            InverseQ = Bytes(ModularArithmetic.Inverse(q, p), half),
        };
    }

    private static (int First, int Second) Pair(int index)
    {
        var first = 0;
        for (var row = PrimesPerSize - 1; index >= row; row--)
        {
            index -= row;
            first++;
        }

        return (first, first + 1 + index);
    }

    // d = (1 + k * order) / e for the k that makes the division exact: an inverse modulo the small exponent is
    // much cheaper than one modulo the order.
    private static BigInteger PrivateExponent(BigInteger order)
    {
        var k = PublicExponent - ModularArithmetic.Inverse(order % PublicExponent, PublicExponent);
        return (1 + (k * order)) / PublicExponent;
    }

    private static BigInteger Read(int keySize, int prime)
    {
        var size = KeySizes.IndexOf(keySize);
        if (size < 0)
            throw new NotSupportedException($"The offline preview has RSA keys of 2048, 3072 and 4096 bits, not of {keySize}.");

        var length = keySize / 16;
        var offset = prime * length;
        for (var smaller = 0; smaller < size; smaller++)
            offset += PrimesPerSize * KeySizes[smaller] / 16;

        using var stream = typeof(PrimePool).Assembly.GetManifestResourceStream("preview-primes.bin")
            ?? throw new InvalidOperationException("The program was built without preview-primes.bin.");
        stream.Position = offset;
        Span<byte> bytes = stackalloc byte[length];
        stream.ReadExactly(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    private static byte[] Bytes(BigInteger value, int length) => ModularArithmetic.ToBytes(value, length);
}
