using System.Net;
using SecureApi.Network;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Ranges of addresses, against properties that hold for all of them.</summary>
public sealed class CidrTests
{
    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.20.48.0/20")]
    [InlineData("255.255.255.255/32")]
    public void Ipv4_Canonical_IsReadAndWrittenUnchanged(string text) => Assert.Equal(text, Read(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0/8")]
    [InlineData("10.0.0.0.0/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/")]
    [InlineData("010.0.0.0/8")]
    [InlineData("256.0.0.0/8")]
    [InlineData(" 10.0.0.0/8")]
    [InlineData("10.0.0.0/8 ")]
    [InlineData("10..0.0/8")]
    [InlineData("::/0")]
    public void Ipv4_NoRange_IsRefused(string text)
    {
        Assert.False(Cidr.TryParse(text, ipv6: false, out var range, out var rule));
        Assert.Equal(default, range);
        Assert.NotEmpty(rule);
    }

    [Theory]
    [InlineData("10.0.0.1/31", "10.0.0.0/31")]
    [InlineData("192.168.255.1/16", "192.168.0.0/16")]
    [InlineData("1.2.3.4/0", "0.0.0.0/0")]
    public void Ipv4_HostBits_AreRefusedWithTheRangeThatWasMeant(string text, string meant)
    {
        Assert.False(Cidr.TryParse(text, ipv6: false, out _, out var rule));
        Assert.EndsWith(meant, rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/16", 4)]
    [InlineData("100.64.0.0/20", 4)]
    [InlineData("0.0.0.0/0", 3)]
    [InlineData("192.0.2.0/24", 8)]
    public void Ipv4_Subnets_FillTheRangeWithoutOverlap(string range, int newBits)
    {
        var whole = Read(range);
        var subnets = Enumerable.Range(0, 1 << newBits).Select(index => whole.Subnet(newBits, index)).ToList();

        Assert.All(subnets, subnet =>
        {
            Assert.True(whole.Contains(subnet));
            Assert.Equal(subnet, Read(subnet.ToString()));
        });
        Assert.Equal(1L << (32 - whole.PrefixLength), subnets.Sum(subnet => 1L << (32 - subnet.PrefixLength)));
        Assert.All(
            subnets.SelectMany((left, i) => subnets.Skip(i + 1).Select(right => (left, right))),
            pair => Assert.False(pair.left.Overlaps(pair.right)));
    }

    [Theory]
    [InlineData("10.0.0.0/16", 17, 0)]
    [InlineData("10.0.0.0/16", 4, 16)]
    [InlineData("10.0.0.0/16", 4, -1)]
    [InlineData("10.0.0.0/16", -1, 0)]
    public void Ipv4_SubnetThatDoesNotExist_Throws(string range, int newBits, int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(range).Subnet(newBits, index));

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", true)]
    [InlineData("10.0.0.0/16", "10.1.0.0/16", false)]
    [InlineData("0.0.0.0/0", "255.0.0.0/8", true)]
    public void Ipv4_Overlap_IsMutual(string left, string right, bool overlap)
    {
        Assert.Equal(overlap, Read(left).Overlaps(Read(right)));
        Assert.Equal(overlap, Read(right).Overlaps(Read(left)));
    }

    // The forms of RFC 4291, section 2.2, written as RFC 5952 asks for.
    [Theory]
    [InlineData("::/0", "::/0")]
    [InlineData("::1/128", "::1/128")]
    [InlineData("2001:DB8:0:0:0:0:0:0/32", "2001:db8::/32")]
    [InlineData("2001:db8:0:1:0:0:0:0/64", "2001:db8:0:1::/64")]
    [InlineData("2001:0db8::0001:0000:0000:0001/128", "2001:db8::1:0:0:1/128")]
    [InlineData("fe80:0:0:1::/64", "fe80:0:0:1::/64")]
    [InlineData("1:2:3:4:5:6:7:0/112", "1:2:3:4:5:6:7:0/112")]
    [InlineData("1:0:0:2:3:0:0:4/128", "1::2:3:0:0:4/128")]
    [InlineData("1::/16", "1::/16")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")]
    public void Ipv6_AnyForm_IsWrittenCanonically(string text, string canonical) => Assert.Equal(canonical, Read(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("2001:db8::")]
    [InlineData("2001:db8::/129")]
    [InlineData("2001:db8::/032")]
    [InlineData("2001:db8::1::/64")]
    [InlineData("2001:db8:::/64")]
    [InlineData(":2001:db8::/64")]
    [InlineData("2001:db8:/64")]
    [InlineData("1:2:3:4:5:6:7/64")]
    [InlineData("1:2:3:4:5:6:7:8:9/64")]
    [InlineData("1:2:3:4::5:6:7:8/128")]
    [InlineData("12345::/16")]
    [InlineData("fe80::%eth0/64")]
    [InlineData("[2001:db8::]/32")]
    [InlineData("::ffff:1.2.3.4/128")]
    [InlineData("g::/16")]
    [InlineData("10.0.0.0/8")]
    public void Ipv6_NoRange_IsRefused(string text) => Assert.False(Cidr.TryParse(text, ipv6: true, out _, out _));

    [Theory]
    [InlineData("2001:db8:1234:5600::/56", 8)]
    [InlineData("::/0", 5)]
    [InlineData("2001:db8::/62", 4)]
    [InlineData("2001:db8::/120", 8)]
    public void Ipv6_Subnets_LieInTheRangeWithoutOverlap(string range, int newBits)
    {
        var whole = Read(range);
        var subnets = Enumerable.Range(0, 1 << newBits).Select(index => whole.Subnet(newBits, index)).ToList();

        Assert.All(subnets, subnet =>
        {
            Assert.True(whole.Contains(subnet));
            Assert.Equal(whole.PrefixLength + newBits, subnet.PrefixLength);
            Assert.Equal(subnet, Read(subnet.ToString()));
        });
        Assert.All(
            subnets.SelectMany((left, i) => subnets.Skip(i + 1).Select(right => (left, right))),
            pair => Assert.False(pair.left.Overlaps(pair.right)));
    }

    [Fact]
    public void Ipv6_SubnetOfAVpc_HasTheSlotAsItsLastByte() =>
        Assert.Equal("2600:1f18:1:2f0b::/64", Read("2600:1f18:1:2f00::/56").Subnet(8, 11).ToString());

    private static IPNetwork Read(string text)
    {
        Assert.True(Cidr.TryParse(text, out var network));
        return network;
    }
}
