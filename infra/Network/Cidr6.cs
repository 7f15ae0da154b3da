using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SecureApi.Network;

/// <summary>An IPv6 address range in CIDR notation, always canonical: no bit is set right of the prefix, text as in RFC 5952.</summary>
public readonly record struct Cidr6
{
    // Two halves and not a UInt128, whose methods are not compiled ahead of time.
    private readonly ulong _high;
    private readonly ulong _low;

    private Cidr6(ulong high, ulong low, int prefixLength) => (_high, _low, PrefixLength) = (high, low, prefixLength);

    /// <summary>Every address: <c>::/0</c>.</summary>
    public static Cidr6 Any => default;

    /// <summary>Bits of the network part, 0 to 128.</summary>
    public int PrefixLength { get; }

    /// <summary>Reads a range.</summary>
    /// <exception cref="FormatException">The text is not a canonical range; the message says why.</exception>
    public static Cidr6 Parse(string text) => TryParse(text, out var cidr, out var reason) ? cidr : throw new FormatException(reason);

    /// <summary>Reads a range; false when the text is not one.</summary>
    public static bool TryParse(string? text, out Cidr6 cidr) => TryParse(text, out cidr, out _);

    /// <summary>Reads a range, or says in a short sentence why the text is not one.</summary>
    public static bool TryParse(string? text, out Cidr6 cidr, [NotNullWhen(false)] out string? reason)
    {
        cidr = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !Ipv6Text.TryParse(text!.AsSpan(0, slash), out var high, out var low) || !TryParsePrefix(text.AsSpan(slash + 1), out var prefix))
        {
            reason = "an IPv6 range in CIDR notation: an address, a slash and a prefix length 0 to 128";
            return false;
        }

        var canonical = new Cidr6(high & HighMask(prefix), low & LowMask(prefix), prefix);
        if (canonical._high != high || canonical._low != low)
        {
            reason = $"no host bits set: the range that holds this address is {canonical}";
            return false;
        }

        cidr = canonical;
        reason = null;
        return true;
    }

    /// <summary>True when every address of <paramref name="other"/> is in this range.</summary>
    public bool Contains(Cidr6 other) =>
        other.PrefixLength >= PrefixLength
        && (other._high & HighMask(PrefixLength)) == _high
        && (other._low & LowMask(PrefixLength)) == _low;

    /// <summary>True when the ranges share an address.</summary>
    public bool Overlaps(Cidr6 other) => Contains(other) || other.Contains(this);

    /// <summary>The subnet number <paramref name="index"/> of those with a prefix longer by <paramref name="newBits"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix would exceed 128 bits, or there is no such subnet.</exception>
    public Cidr6 Subnet(int newBits, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newBits, 128 - PrefixLength);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (newBits < 31) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, 1 << newBits);
        var prefix = PrefixLength + newBits;
        var shift = 128 - prefix;
        var (high, low) = shift switch
        {
            128 => (0UL, 0UL),
            >= 64 => ((ulong)index << (shift - 64), 0UL),
            0 => (0UL, (ulong)index),
            _ => ((ulong)index >> (64 - shift), (ulong)index << shift),
        };
        return new Cidr6(_high | high, _low | low, prefix);
    }

    /// <summary>The canonical text: <c>2001:db8::/56</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ipv6Text.Format(_high, _low)}/{PrefixLength}");

    private static ulong HighMask(int prefix) => prefix switch
    {
        0 => 0,
        >= 64 => ulong.MaxValue,
        _ => ulong.MaxValue << (64 - prefix),
    };

    private static ulong LowMask(int prefix) => prefix <= 64 ? 0 : ulong.MaxValue << (128 - prefix);

    private static bool TryParsePrefix(ReadOnlySpan<char> text, out int prefix) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix) && prefix <= 128 && (text.Length == 1 || text[0] != '0');
}
