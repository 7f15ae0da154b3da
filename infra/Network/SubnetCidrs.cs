using System.Net;

namespace SecureApi.Network;

/// <summary>
/// Where each subnet lies in the VPC's block. A zone's slot is its letter, so a subnet keeps its addresses when another
/// zone comes or goes.
/// </summary>
/// <remarks>
/// The VPC's block is cut into sixteen equal parts: public subnets take 0 to 7 and private ones 8 to 15, by the zone's
/// letter. IPv6 subnets are the /64 blocks of the same numbers.
/// </remarks>
public static class SubnetCidrs
{
    /// <summary>Bits added to the VPC's IPv4 prefix.</summary>
    public const int NewBits = 4;

    /// <summary>Slots of each tier; zone letters a to h.</summary>
    public const int SlotsPerTier = 8;

    /// <summary>Bits added to the VPC's IPv6 prefix: from AWS's /56 to a subnet's /64.</summary>
    /// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"/>
    public const int NewIpv6Bits = 8;

    /// <summary>The number of a subnet's block.</summary>
    /// <param name="tier">Public or private.</param>
    /// <param name="zone">The zone, whose slot is 0 to 7.</param>
    public static int Index(SubnetKind tier, AvailabilityZone zone) =>
        tier == SubnetKind.Public ? zone.Slot : SlotsPerTier + zone.Slot;

    /// <summary>The IPv4 block of a subnet.</summary>
    /// <param name="vpc">The VPC's block.</param>
    /// <param name="tier">Public or private.</param>
    /// <param name="zone">The zone.</param>
    public static IPNetwork Ipv4(IPNetwork vpc, SubnetKind tier, AvailabilityZone zone) =>
        vpc.Subnet(NewBits, Index(tier, zone));

    /// <summary>The IPv6 block of a subnet.</summary>
    /// <param name="vpc">The VPC's block, a /56 that AWS chose.</param>
    /// <param name="tier">Public or private.</param>
    /// <param name="zone">The zone.</param>
    public static IPNetwork Ipv6(IPNetwork vpc, SubnetKind tier, AvailabilityZone zone) =>
        vpc.Subnet(NewIpv6Bits, Index(tier, zone));
}
