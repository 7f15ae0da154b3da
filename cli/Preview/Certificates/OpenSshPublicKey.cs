using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>A public key in OpenSSH's form, with its fingerprints.</summary>
/// <param name="Type">The key type, such as <c>ecdsa-sha2-nistp256</c>.</param>
/// <param name="Parts">The fields after the type (RFC 4251, section 5).</param>
internal sealed record OpenSshPublicKey(string Type, params byte[][] Parts)
{
    /// <summary>The line for an <c>authorized_keys</c> file.</summary>
    public string AuthorizedKey => $"{Type} {Convert.ToBase64String(Blob())}\n";

    /// <summary>The fingerprint as OpenSSH printed it once: <c>aa:bb:…</c>.</summary>
    // MD5 names the key here and protects nothing.
#pragma warning disable CA5351
    public string Md5Fingerprint => BitConverter.ToString(MD5.HashData(Blob())).Replace('-', ':').ToLowerInvariant();
#pragma warning restore CA5351

    /// <summary>The fingerprint as OpenSSH prints it: <c>SHA256:…</c>.</summary>
    public string Sha256Fingerprint => $"SHA256:{Convert.ToBase64String(SHA256.HashData(Blob())).TrimEnd('=')}";

    /// <summary>A big-endian number in RFC 4251's <c>mpint</c> form: no leading zeros, but one before a set sign bit.</summary>
    public static byte[] Number(byte[] bytes)
    {
        var start = 0;
        while (start < bytes.Length - 1 && bytes[start] == 0)
            start++;
        return (bytes[start] & 0x80) == 0 ? bytes[start..] : [0, .. bytes[start..]];
    }

    private byte[] Blob()
    {
        using var stream = new MemoryStream();
        Write(stream, Encoding.ASCII.GetBytes(Type));
        foreach (var part in Parts)
            Write(stream, part);
        return stream.ToArray();
    }

    private static void Write(MemoryStream stream, byte[] field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        stream.Write(length);
        stream.Write(field);
    }
}
