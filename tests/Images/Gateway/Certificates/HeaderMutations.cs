using System.Text;

namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>Changes of a good header, from a fixed seed, so that a failure can be repeated.</summary>
public sealed class HeaderMutations(IReadOnlyList<Credential> clients, int seed)
{
    private readonly Random random = new(seed);

    /// <summary>The next header: one to three changes of the text, the PEM or the DER of a good one.</summary>
    public string Next()
    {
        var der = Pick(clients).Certificate.RawData;
        if (random.Next(3) == 0) der = MutateBytes(der);
        var pem = Pem(der);
        if (random.Next(3) == 0) pem = MutateText(pem);
        if (random.Next(8) == 0) pem += Pem(Pick(clients).Certificate.RawData);
        var header = AlbHeader.Encode(pem);
        for (var count = random.Next(3); count > 0; count--) header = MutateText(header);
        return Printable(header);
    }

    private static string Pem(byte[] der) =>
        $"-----BEGIN CERTIFICATE-----\n{Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks).Replace("\r", "", StringComparison.Ordinal)}\n-----END CERTIFICATE-----\n";

    private byte[] MutateBytes(byte[] bytes)
    {
        var at = random.Next(bytes.Length);
        var count = Math.Min(random.Next(1, 20), bytes.Length - at);
        return random.Next(6) switch
        {
            0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. bytes[(at + count)..]],
            2 => [.. bytes[..at], .. bytes[at..(at + count)], .. bytes[at..]],
            3 => bytes[..at],
            4 => [.. bytes[..at], 0xff, 0xff, .. bytes[at..]],
            _ => [.. bytes[..at], .. Enumerable.Repeat((byte)random.Next(256), count), .. bytes[(at + count)..]],
        };
    }

    private string MutateText(string text)
    {
        if (text.Length == 0) return "A";
        var at = random.Next(text.Length);
        var count = Math.Min(random.Next(1, 100), text.Length - at);
        return random.Next(9) switch
        {
            0 => text[..at],
            1 => text[at..],
            2 => text.Remove(at, count),
            3 => text.Insert(at, text.Substring(at, count)),
            4 => text.Insert(at, Pick(["%", "%00", "%0A", "%2", "%25", "+", "=", "-----BEGIN", "%0A-----END", ",", "\u00ff", " "])),
            5 => text[..at] + (char)random.Next(33, 127) + text[(at + 1)..],
            6 => text.ToLowerInvariant(),
            7 => text + text,
            _ => text,
        };
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    // Line ends would end the header, which is the subject of other tests, and so would more than 30,000 bytes.
    private static string Printable(string text)
    {
        var printable = new StringBuilder();
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, 30_000)))
            if (character is >= ' ' and not '\u007f') printable.Append(character);
        return printable.ToString();
    }
}
