using System.Security.Cryptography;
using System.Text;

namespace SecureApi.PrivateCa;

/// <summary>Helpers for PEM text (RFC 7468).</summary>
internal static class Pem
{
    private const int LineLength = 64;

    /// <summary>Ends the text in exactly one line feed and drops carriage returns, so that texts can be joined.</summary>
    public static string Normalize(string pem) => $"{pem.ReplaceLineEndings("\n").Trim()}\n";

    /// <summary>The bytes of the only block, whatever its label.</summary>
    /// <exception cref="CryptographicException">The text is not one block of PEM.</exception>
    public static byte[] Decode(string pem)
    {
        // .NET's reader of PEM is not compiled ahead of time, and would cost the start more than the rest of this.
        var text = pem.AsSpan().Trim();
        var end = text.LastIndexOf("-----END ", StringComparison.Ordinal);
        var start = text.IndexOf('\n');
        if (!text.StartsWith("-----BEGIN ", StringComparison.Ordinal) || start < 0 || end < start)
            throw new CryptographicException("One block of PEM was expected.");

        return Convert.FromBase64String(text[start..end].ToString());
    }

    /// <summary>A block of PEM with a line feed at its end.</summary>
    public static string Encode(string label, byte[] der)
    {
        var base64 = Convert.ToBase64String(der);
        var text = new StringBuilder($"-----BEGIN {label}-----\n");
        for (var start = 0; start < base64.Length; start += LineLength)
            text.Append(base64, start, Math.Min(LineLength, base64.Length - start)).Append('\n');
        return text.Append($"-----END {label}-----\n").ToString();
    }
}
