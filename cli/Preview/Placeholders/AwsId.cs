using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Identifiers that look like AWS's, made from a seed: the same seed gives the same one, in every run and on every machine.</summary>
internal static class AwsId
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary><paramref name="length"/> lower-case hexadecimal digits, 64 at most.</summary>
    public static string Hex(string seed, int length) => Convert.ToHexStringLower(Hash(seed))[..length];

    /// <summary><paramref name="length"/> capital letters and digits, 32 at most.</summary>
    public static string Letters(string seed, int length) =>
        string.Create(length, Hash(seed), static (text, hash) =>
        {
            for (var index = 0; index < text.Length; index++)
                text[index] = Alphanumeric[hash[index] % Alphanumeric.Length];
        });

    /// <summary>A UUID in its usual form.</summary>
    public static string Uuid(string seed)
    {
        var hex = Hex(seed, 32);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-8{hex[17..20]}-{hex[20..]}";
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1.</summary>
    public static int Number(string seed, int limit) => (int)(BinaryPrimitives.ReadUInt32BigEndian(Hash(seed)) % (uint)limit);

    private static byte[] Hash(string seed) => SHA256.HashData(Encoding.UTF8.GetBytes(seed));
}
