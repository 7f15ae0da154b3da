using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SecureApi.Network;

/// <summary>An IPv6 address range in CIDR notation, always canonical: no bit is set right of the prefix, text as in RFC 5952.</summary>
public readonly record struct Cidr6
{
    private readonly UInt128 _network;

    private Cidr6(UInt128 network, int prefixLength) => (_network, PrefixLength) = (network, prefixLength);

    /// <summary>Bits of the network part, 0 to 128.</summary>
    public int PrefixLength { get; }

    private UInt128 Mask => PrefixLength == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - PrefixLength);

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
        if (slash < 0 || !TryParseAddress(text.AsSpan(0, slash), out var address) || !TryParsePrefix(text.AsSpan(slash + 1), out var prefix))
        {
            reason = "an IPv6 range in CIDR notation: an address, a slash and a prefix length 0 to 128";
            return false;
        }

        var mask = new Cidr6(UInt128.Zero, prefix).Mask;
        var canonical = new Cidr6(address & mask, prefix);
        if (address != canonical._network)
        {
            reason = $"no host bits set: the range that holds this address is {canonical}";
            return false;
        }

        cidr = canonical;
        reason = null;
        return true;
    }

    /// <summary>True when every address of <paramref name="other"/> is in this range.</summary>
    public bool Contains(Cidr6 other) => other.PrefixLength >= PrefixLength && (other._network & Mask) == _network;

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
        return new Cidr6(prefix == 0 ? _network : _network | ((UInt128)index << (128 - prefix)), prefix);
    }

    /// <summary>The canonical text: <c>2001:db8::/56</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _network);
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{PrefixLength}");
    }

    private static bool TryParseAddress(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = UInt128.Zero;
        // A zone index ("fe80::1%eth0") or brackets name one interface or a URL's host, not a range.
        if (text.ContainsAny("%[]") || !IPAddress.TryParse(text, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6) return false;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    private static bool TryParsePrefix(ReadOnlySpan<char> text, out int prefix) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix) && prefix <= 128 && (text.Length == 1 || text[0] != '0');
}
