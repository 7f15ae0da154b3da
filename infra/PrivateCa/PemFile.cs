using System.Buffers;
using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace SecureApi.PrivateCa;

/// <summary>A block of a file that a partner sent: what stands between BEGIN and END, or a whole file of DER.</summary>
/// <param name="Label">The word after BEGIN, or what the bytes of a DER file are; empty when that is not known.</param>
/// <param name="Der">The bytes; none for a private key, which is never read, and none with a <see cref="Problem"/>.</param>
/// <param name="Problem">A sentence about what is wrong with the block; null when it was read.</param>
public sealed record PemBlock(string Label, ReadOnlyMemory<byte> Der, string? Problem = null)
{
    /// <summary>A certificate signing request, by either of its labels: Java, Windows and GnuTLS write the one with NEW.</summary>
    public bool IsRequest => Label is "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST";

    /// <summary>A private key, or a container that holds one.</summary>
    public bool IsPrivate => Label.Contains("PRIVATE KEY", StringComparison.Ordinal) || Label is "PKCS12" or "JAVA KEYSTORE";
}

/// <summary>
/// Reads files as partners send them: PEM in any encoding that tools write, with text around it, any line ends and any width of
/// lines; or DER. The settings and <c>client inspect</c> read with it.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc7468"/>
public static class PemFile
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const int LongestLabel = 64;

    private static readonly SearchValues<char> Base64OnLines = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r\n");

    /// <summary>The blocks of a file. One that holds none gives a single block that says what it is instead.</summary>
    public static ImmutableArray<PemBlock> Read(byte[] content) => content switch
    {
        // A SEQUENCE with a length of more than one byte: no text begins like this.
        [0x30, >= 0x80, ..] => [Der(content)],
        [0xFE, 0xED, 0xFE, 0xED, ..] or [0xCE, 0xCE, 0xCE, 0xCE, ..] => [new PemBlock("JAVA KEYSTORE", default)],
        _ => Read(Decode(content)),
    };

    /// <summary>The blocks of a text. One that holds none gives a single block that says what it is instead.</summary>
    public static ImmutableArray<PemBlock> Read(string text)
    {
        var blocks = ImmutableArray.CreateBuilder<PemBlock>();
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at, StringComparison.Ordinal))
        {
            var (block, end) = Block(text, at);
            blocks.Add(block);
            at = end;
        }

        return blocks.Count > 0 ? blocks.ToImmutable() : [new PemBlock(Foreign(text), default, WithoutBlocks(text))];
    }

    private static (PemBlock Block, int End) Block(string text, int begin)
    {
        var start = begin + Begin.Length;
        var dashes = text.IndexOf(Dashes, start, Math.Min(LongestLabel + Dashes.Length, text.Length - start), StringComparison.Ordinal);
        if (dashes < 0 || text.AsSpan(start, dashes - start).ContainsAnyExceptInRange(' ', '~'))
            return (new PemBlock("", default, "the line -----BEGIN … does not end in -----"), start);

        var label = text[start..dashes];
        var body = dashes + Dashes.Length;
        var next = text.IndexOf(Dashes, body, StringComparison.Ordinal);
        var closing = $"{End}{label}{Dashes}";
        if (next < 0 || string.CompareOrdinal(text, next, closing, 0, closing.Length) != 0)
            return (new PemBlock(label, default, $"the line {closing} is missing: the file was cut, or END was changed"), next < 0 ? text.Length : next);

        var block = new PemBlock(label, default);
        return (block.IsPrivate ? block : Content(block, text.AsSpan(body, next - body)), next + closing.Length);
    }

    private static PemBlock Content(PemBlock block, ReadOnlySpan<char> body)
    {
        var base64 = new StringBuilder(body.Length);
        foreach (var character in WithoutHeaders(body))
        {
            // Mail programs and editors leave invisible characters behind.
            if (char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format) continue;
            if (character == '\\') return block with { Problem = "its line breaks are written out as \\n: put real ones in their place" };
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '/' or '='))
                return block with { Problem = $"it holds a character that is not base64: U+{(int)character:X4}" };
            base64.Append(character);
        }

        var der = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64.ToString(), der, out var length) && length > 0
            ? block with { Der = der.AsMemory(0, length) }
            : block with { Problem = "its base64 does not decode: characters are missing, or were changed on the way" };
    }

    /// <summary>Drops the headers of RFC 1421 (<c>Proc-Type: …</c>), which end at an empty line.</summary>
    private static ReadOnlySpan<char> WithoutHeaders(ReadOnlySpan<char> body)
    {
        var colon = body.IndexOf(':');
        if (colon < 0) return body;
        foreach (var separator in new[] { "\n\n", "\r\n\r\n", "\r\r" })
        {
            var empty = body[colon..].IndexOf(separator, StringComparison.Ordinal);
            if (empty >= 0) return body[(colon + empty)..];
        }

        return body;
    }

    private static string Decode(byte[] content) => content switch
    {
        [0xFF, 0xFE, 0x00, 0x00, ..] => Encoding.UTF32.GetString(content, 4, content.Length - 4),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(content, 2, content.Length - 2),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(content, 2, content.Length - 2),
        [0x00, not 0x00, ..] => Encoding.BigEndianUnicode.GetString(content),
        [not 0x00, 0x00, ..] => Encoding.Unicode.GetString(content),
        _ => Encoding.UTF8.GetString(content),
    };

    /// <summary>Keys of other tools that are text without PEM's lines.</summary>
    private static string Foreign(string text) =>
        text.Contains("PuTTY-User-Key-File-", StringComparison.Ordinal) || text.Contains("PRIVATE KEY ----", StringComparison.Ordinal) ? "PRIVATE KEY" : "";

    private static string WithoutBlocks(string text)
    {
        const string None = "holds no PEM text (-----BEGIN …) and no DER";
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty) return "is empty";
        if (text.Contains("-----END ", StringComparison.Ordinal)) return $"{None}: the line -----BEGIN …----- is missing";
        if (text.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal)) return $"{None}: the line with BEGIN CERTIFICATE lost some of its hyphens; they are five on either side";
        if (start.StartsWith("ssh-", StringComparison.Ordinal) || start.StartsWith("ecdsa-", StringComparison.Ordinal)) return $"{None}: it is a key for SSH, which no certificate is made from";
        if (start[0] is '{' or '[' or '<') return $"{None}: it is JSON or a web page";
        return start.Length >= 64 && !start[..64].ContainsAnyExcept(Base64OnLines)
            ? $"{None}: it is base64 without the lines -----BEGIN …----- and -----END …-----"
            : None;
    }

    private static PemBlock Der(byte[] content)
    {
        var block = new PemBlock(LabelOf(content), content);
        return block.IsPrivate ? block with { Der = default } : block;
    }

    /// <summary>What the first two levels of DER say that it is, as the label that PEM would have; empty for anything else.</summary>
    private static string LabelOf(byte[] der)
    {
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            var body = outer.ReadEncodedValue();
            var tag = new AsnReader(body, AsnEncodingRules.BER).PeekTag();
            var next = outer.HasData ? outer.PeekTag() : default;
            if (tag == Asn1Tag.Integer) return next == Asn1Tag.PrimitiveOctetString ? "EC PRIVATE KEY" : next == Asn1Tag.Integer ? "RSA PRIVATE KEY" : body.Span is [_, _, 3] ? "PKCS12" : "PRIVATE KEY";
            if (tag == Asn1Tag.ObjectIdentifier) return "PKCS7";
            if (tag != Asn1Tag.Sequence) return "";
            if (next == Asn1Tag.PrimitiveOctetString) return "ENCRYPTED PRIVATE KEY";
            if (next == Asn1Tag.PrimitiveBitString) return "PUBLIC KEY";
            return LabelOfSigned(new AsnReader(body, AsnEncodingRules.BER).ReadSequence());
        }
        catch (AsnContentException)
        {
            return "";
        }
    }

    // RFC 5280, sections 4.1 and 5.1; RFC 2986, section 4.1.
    private static string LabelOfSigned(AsnReader body)
    {
        var tags = new List<Asn1Tag>();
        for (; body.HasData && tags.Count < 4; body.ReadEncodedValue()) tags.Add(body.PeekTag());
        if (tags.Exists(tag => tag == Asn1Tag.UtcTime || tag == Asn1Tag.GeneralizedTime)) return RevocationList.PemLabel;
        return tags is [{ TagValue: (int)UniversalTagNumber.Integer, TagClass: TagClass.Universal }, _, _] or [{ TagValue: (int)UniversalTagNumber.Integer }, _, _, { TagClass: TagClass.ContextSpecific }]
            ? "CERTIFICATE REQUEST"
            : "CERTIFICATE";
    }
}
