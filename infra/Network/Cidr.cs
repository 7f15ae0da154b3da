using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SecureApi.Network;

/// <summary>Address ranges in CIDR notation (RFC 4632), beyond what <see cref="IPNetwork"/> does.</summary>
public static class Cidr
{
    /// <summary>Every IPv4 address: <c>0.0.0.0/0</c>.</summary>
    public static IPNetwork AnyIpv4 { get; } = IPNetwork.Parse("0.0.0.0/0");

    /// <summary>Every IPv6 address: <c>::/0</c>.</summary>
    public static IPNetwork AnyIpv6 { get; } = IPNetwork.Parse("::/0");

    /// <summary>Reads a range of either family as AWS takes it; false for text that is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IPNetwork network)
    {
        network = default;
        return text is not null && TryParse(text, text.Contains(':', StringComparison.Ordinal), out network, out _);
    }

    /// <summary>
    /// Reads a range, or says what a valid one is. <see cref="IPAddress"/> also reads spellings that AWS refuses: short and
    /// octal forms of IPv4, zone indices and embedded IPv4 addresses of IPv6.
    /// </summary>
    public static bool TryParse(string text, bool ipv6, out IPNetwork network, [NotNullWhen(false)] out string? rule)
    {
        network = default;
        rule = ipv6
            ? "an IPv6 range in CIDR notation: an address, a slash and a prefix length 0 to 128"
            : "an IPv4 range in CIDR notation: four numbers 0 to 255, a slash and a prefix length 0 to 32";
        if (text.Split('/') is not [var addressText, var prefixText]
            || !IPAddress.TryParse(addressText, out var address)
            || (address.AddressFamily == AddressFamily.InterNetworkV6) != ipv6
            || !(ipv6 ? addressText.All(character => char.IsAsciiHexDigit(character) || character == ':') : addressText == address.ToString())
            || !int.TryParse(prefixText, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || prefixText != prefix.ToString(CultureInfo.InvariantCulture)
            || prefix > (ipv6 ? 128 : 32))
        {
            return false;
        }

        network = new IPNetwork(Masked(address, prefix), prefix);
        if (!network.BaseAddress.Equals(address))
        {
            rule = $"no host bits set: the range that holds this address is {network}";
            network = default;
            return false;
        }

        rule = null;
        return true;
    }

    /// <summary>True when every address of <paramref name="other"/> is in this range.</summary>
    public static bool Contains(this IPNetwork network, IPNetwork other) =>
        network.BaseAddress.AddressFamily == other.BaseAddress.AddressFamily
        && other.PrefixLength >= network.PrefixLength
        && network.Contains(other.BaseAddress);

    /// <summary>True when the ranges share an address.</summary>
    public static bool Overlaps(this IPNetwork network, IPNetwork other) => network.Contains(other) || other.Contains(network);

    /// <summary>The subnet number <paramref name="index"/> of those with a prefix longer by <paramref name="newBits"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix would be too long, or there is no such subnet.</exception>
    public static IPNetwork Subnet(this IPNetwork network, int newBits, int index)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        var prefix = network.PrefixLength + newBits;
        ArgumentOutOfRangeException.ThrowIfNegative(newBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix, bytes.Length * 8, nameof(newBits));
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (newBits < 31) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, 1 << newBits);
        for (var bit = 0; bit < Math.Min(newBits, 31); bit++)
        {
            if ((index >> bit & 1) == 1) bytes[(prefix - 1 - bit) / 8] |= (byte)(0x80 >> ((prefix - 1 - bit) % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefix);
    }

    /// <summary>The DNS resolver of a VPC with this IPv4 range: its second address.</summary>
    /// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html"/>
    public static string ResolverAddress(this IPNetwork vpc)
    {
        var bytes = vpc.BaseAddress.GetAddressBytes();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) + 2);
        return new IPAddress(bytes).ToString();
    }

    private static IPAddress Masked(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++) bytes[i] &= (byte)(0xFF00 >> Math.Clamp(prefix - (i * 8), 0, 8));
        return new IPAddress(bytes);
    }
}
