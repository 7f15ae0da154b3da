using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>
/// ECDSA signatures whose nonce comes from key and message (RFC 6979), so that the same preview gives the same bytes.
/// Not constant-time: for the preview's public keys alone.
/// </summary>
internal static class DeterministicEcdsa
{
    /// <summary>Signs <paramref name="data"/> with the curve's hash.</summary>
    /// <returns>The signature in DER (RFC 3279, section 2.2.3).</returns>
    public static byte[] Sign(PrimeCurve curve, BigInteger privateKey, ReadOnlySpan<byte> data)
    {
        var digest = CryptographicOperations.HashData(curve.Hash, data);
        var z = Truncate(curve, digest) % curve.Order;
        foreach (var nonce in Nonces(curve, privateKey, z))
        {
            var r = ModularArithmetic.FromBytes(curve.Multiply(nonce).X) % curve.Order;
            var s = ModularArithmetic.Inverse(nonce, curve.Order) * ((z + (r * privateKey)) % curve.Order) % curve.Order;
            if (!r.IsZero && !s.IsZero)
                return Encode(r, s);
        }

        throw new CryptographicException("The nonces never end.");
    }

    // RFC 6979, section 3.2, steps b to h.
    private static IEnumerable<BigInteger> Nonces(PrimeCurve curve, BigInteger privateKey, BigInteger z)
    {
        var seed = (byte[])[.. ModularArithmetic.ToBytes(privateKey, curve.ByteLength), .. ModularArithmetic.ToBytes(z, curve.ByteLength)];
        var length = HashLength(curve.Hash);
        var (key, value) = (new byte[length], new byte[length]);

        // Filling an array is code for vectors, which is not compiled ahead of time.
        for (var index = 0; index < length; index++)
            value[index] = 1;

        for (byte round = 0; round < 2; round++)
        {
            key = Hmac(curve.Hash, key, [.. value, round, .. seed]);
            value = Hmac(curve.Hash, key, value);
        }

        while (true)
        {
            var bytes = new List<byte>();
            while (bytes.Count < curve.ByteLength)
            {
                value = Hmac(curve.Hash, key, value);
                bytes.AddRange(value);
            }

            var candidate = Truncate(curve, [.. bytes[..curve.ByteLength]]);
            if (!candidate.IsZero && candidate < curve.Order)
                yield return candidate;

            key = Hmac(curve.Hash, key, [.. value, 0]);
            value = Hmac(curve.Hash, key, value);
        }
    }

    // The leftmost bits, as many as the order has (bits2int).
    private static BigInteger Truncate(PrimeCurve curve, byte[] bytes)
    {
        var excess = (bytes.Length * 8) - (int)curve.Order.GetBitLength();
        var number = ModularArithmetic.FromBytes(bytes);
        return excess > 0 ? number >> excess : number;
    }

    private static byte[] Encode(BigInteger r, BigInteger s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(s);
        }

        return writer.Encode();
    }

    private static int HashLength(HashAlgorithmName hash) =>
        hash == HashAlgorithmName.SHA256 ? 32 : hash == HashAlgorithmName.SHA384 ? 48 : 64;

    private static byte[] Hmac(HashAlgorithmName hash, byte[] key, byte[] data) => CryptographicOperations.HmacData(hash, key, data);
}
