using System.Net;
using SecureApi.Network;
using Xunit;

namespace SecureApi.Tests.Infra.Network;

public sealed class SubnetPlanTests
{
    public static TheoryData<string> Ranges => ["10.0.0.0/16", "192.168.0.0/18", "100.64.16.0/20"];

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Ipv4_OverAllSlots_FillsTheVpcWithoutOverlap(string range)
    {
        var vpc = IPNetwork.Parse(range);
        var blocks = Slots().Select(slot => SubnetCidrs.Ipv4(vpc, slot.Tier, slot.Zone)).ToList();
        Assert.Equal((1L << (32 - vpc.PrefixLength)), blocks.Sum(block => (1L << (32 - block.PrefixLength))));
        Assert.All(blocks, block => Assert.True(vpc.Contains(block)));
        Assert.Equal(blocks.Count, blocks.Distinct().Count());
    }

    [Fact]
    public void Ipv6_OverAllSlots_GivesDistinctSlash64Blocks()
    {
        var vpc = IPNetwork.Parse("2001:db8:1234:5600::/56");
        var blocks = Slots().Select(slot => SubnetCidrs.Ipv6(vpc, slot.Tier, slot.Zone).ToString()).ToList();
        Assert.All(blocks, block => Assert.EndsWith("::/64", block, StringComparison.Ordinal));
        Assert.Equal(blocks.Count, blocks.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void ResolverAddress_OfAVpcsRange_IsItsSecondAddress() =>
        Assert.Equal("10.20.0.2", IPNetwork.Parse("10.20.0.0/16").ResolverAddress());

    private static IEnumerable<(SubnetKind Tier, AvailabilityZone Zone)> Slots() =>
        from tier in Enum.GetValues<SubnetKind>()
        from slot in Enumerable.Range(0, SubnetCidrs.SlotsPerTier)
        select (tier, new AvailabilityZone($"eu-west-1{(char)('a' + slot)}", slot));
}
