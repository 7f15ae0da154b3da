using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SecureApi.Network;

/// <summary>An IPv4 address range in CIDR notation (RFC 4632), always canonical: no bit is set right of the prefix.</summary>
public readonly record struct Cidr4
{
    private readonly uint _network;

    private Cidr4(uint network, int prefixLength) => (_network, PrefixLength) = (network, prefixLength);

    /// <summary>Every address: <c>0.0.0.0/0</c>.</summary>
    public static Cidr4 Any => default;

    /// <summary>Bits of the network part, 0 to 32.</summary>
    public int PrefixLength { get; }

    /// <summary>Addresses in the range, 1 to 2^32.</summary>
    public long AddressCount => 1L << (32 - PrefixLength);

    private uint Mask => PrefixLength == 0 ? 0 : uint.MaxValue << (32 - PrefixLength);

    /// <summary>Reads a range.</summary>
    /// <exception cref="FormatException">The text is not a canonical range; the message says why.</exception>
    public static Cidr4 Parse(string text) => TryParse(text, out var cidr, out var reason) ? cidr : throw new FormatException(reason);

    /// <summary>Reads a range; false when the text is not one.</summary>
    public static bool TryParse(string? text, out Cidr4 cidr) => TryParse(text, out cidr, out _);

    /// <summary>Reads a range, or says in a short sentence why the text is not one.</summary>
    public static bool TryParse(string? text, out Cidr4 cidr, [NotNullWhen(false)] out string? reason)
    {
        cidr = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !TryParseAddress(text.AsSpan(0, slash), out var address) || !TryParsePrefix(text.AsSpan(slash + 1), out var prefix))
        {
            reason = "an IPv4 range in CIDR notation: four numbers 0 to 255, a slash and a prefix length 0 to 32";
            return false;
        }

        var mask = new Cidr4(0, prefix).Mask;
        var canonical = new Cidr4(address & mask, prefix);
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
    public bool Contains(Cidr4 other) => other.PrefixLength >= PrefixLength && (other._network & Mask) == _network;

    /// <summary>True when the ranges share an address.</summary>
    public bool Overlaps(Cidr4 other) => Contains(other) || other.Contains(this);

    /// <summary>The subnet number <paramref name="index"/> of those with a prefix longer by <paramref name="newBits"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix would exceed 32 bits, or there is no such subnet.</exception>
    public Cidr4 Subnet(int newBits, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newBits, 32 - PrefixLength);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, 1L << newBits);
        var prefix = PrefixLength + newBits;
        return new Cidr4(prefix == 0 ? _network : _network | (uint)((ulong)index << (32 - prefix)), prefix);
    }

    /// <summary>The VPC's DNS resolver, when the range is a VPC's: its second address.</summary>
    /// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html"/>
    public string ResolverAddress => Text(_network + 2);

    /// <summary>The canonical text: <c>10.0.0.0/16</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Text(_network)}/{PrefixLength}");

    private static string Text(uint address) => string.Create(
        CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");

    // IPAddress.Parse takes short ("10.1") and octal ("010.0.0.0") forms that AWS refuses.
    private static bool TryParseAddress(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        for (var octets = 1; octets <= 4; octets++)
        {
            var dot = octets == 4 ? text.Length : text.IndexOf('.');
            if (dot < 1 || (dot > 1 && text[0] == '0')) return false;
            if (!byte.TryParse(text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return false;
            address = (address << 8) | value;
            if (octets < 4) text = text[(dot + 1)..];
        }

        return true;
    }

    private static bool TryParsePrefix(ReadOnlySpan<char> text, out int prefix) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix) && prefix <= 32 && (text.Length == 1 || text[0] != '0');
}
