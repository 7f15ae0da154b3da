using System.Numerics;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>What the preview's key arithmetic needs beside <see cref="BigInteger"/>. Not constant-time: its keys are public.</summary>
internal static class ModularArithmetic
{
    /// <summary>The inverse of <paramref name="value"/> modulo <paramref name="modulus"/>, by the extended Euclidean algorithm.</summary>
    public static BigInteger Inverse(BigInteger value, BigInteger modulus)
    {
        var (a, b) = (value % modulus, modulus);
        var (x, y) = (BigInteger.One, BigInteger.Zero);
        while (!b.IsZero)
        {
            var quotient = BigInteger.DivRem(a, b, out var remainder);
            (a, b) = (b, remainder);
            (x, y) = (y, x - (quotient * y));
        }

        return x.Sign < 0 ? x + modulus : x;
    }

    /// <summary><paramref name="value"/> as exactly <paramref name="length"/> bytes, highest first.</summary>
    public static byte[] ToBytes(BigInteger value, int length)
    {
        var bytes = new byte[length];
        var count = value.GetByteCount(isUnsigned: true);
        if (!value.TryWriteBytes(bytes.AsSpan(length - count), out _, isUnsigned: true, isBigEndian: true))
            throw new ArgumentOutOfRangeException(nameof(length));
        return bytes;
    }

    /// <summary>The unsigned number whose bytes, highest first, are <paramref name="bytes"/>.</summary>
    public static BigInteger FromBytes(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
