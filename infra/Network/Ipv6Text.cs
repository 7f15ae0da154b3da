using System.Globalization;
using System.Text;

namespace SecureApi.Network;

/// <summary>
/// The text of IPv6 addresses (RFC 4291, section 2.2, forms 1 and 2; written as in RFC 5952). .NET's own reader is not
/// compiled ahead of time and takes zone indices and brackets, which a range does not have.
/// </summary>
internal static class Ipv6Text
{
    private const int Groups = 8;

    /// <summary>Reads an address into its two halves.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong high, out ulong low)
    {
        (high, low) = (0, 0);
        Span<ushort> groups = stackalloc ushort[Groups];
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            if (ParseGroups(text, groups) != Groups) return false;
        }
        else
        {
            Span<ushort> tail = stackalloc ushort[Groups];
            var before = ParseGroups(text[..gap], groups);
            var after = ParseGroups(text[(gap + 2)..], tail);
            if (before < 0 || after < 0 || before + after >= Groups) return false;
            groups[before..].Clear();
            tail[..after].CopyTo(groups[(Groups - after)..]);
        }

        for (var i = 0; i < Groups; i++) (high, low) = ((high << 16) | (low >> 48), (low << 16) | groups[i]);
        return true;
    }

    /// <summary>Writes an address from its two halves; the longest run of at least two zero groups becomes <c>::</c>.</summary>
    public static string Format(ulong high, ulong low)
    {
        var (start, length) = LongestZeros(high, low);
        var text = new StringBuilder();
        for (var i = 0; i < Groups; i++)
        {
            if (i == start)
            {
                text.Append("::");
                i += length - 1;
                continue;
            }

            if (i > 0 && i != start + length) text.Append(':');
            text.Append(Group(high, low, i).ToString("x", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static uint Group(ulong high, ulong low, int index) =>
        (uint)(((index < 4 ? high : low) >> (48 - (index % 4 * 16))) & 0xFFFF);

    private static (int Start, int Length) LongestZeros(ulong high, ulong low)
    {
        var (bestStart, bestLength) = (-1, 1);
        for (var i = 0; i < Groups; i++)
        {
            var end = i;
            while (end < Groups && Group(high, low, end) == 0) end++;
            if (end - i > bestLength) (bestStart, bestLength) = (i, end - i);
            i = Math.Max(i, end - 1);
        }

        return (bestStart, bestStart < 0 ? 0 : bestLength);
    }

    /// <summary>Reads groups that are divided by single colons; their count, or -1.</summary>
    private static int ParseGroups(ReadOnlySpan<char> text, Span<ushort> groups)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            var colon = text.IndexOf(':');
            var group = colon < 0 ? text : text[..colon];
            if (count == Groups || group.Length > 4 || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out groups[count++])) return -1;
            if (colon == text.Length - 1) return -1;
            text = colon < 0 ? [] : text[(colon + 1)..];
        }

        return count;
    }
}
