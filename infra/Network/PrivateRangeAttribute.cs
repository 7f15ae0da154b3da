using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>A range for a VPC: private, of a size that sixteen subnets fit in, and free of AWS's own container network.</summary>
/// <remarks>https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html, RFC 1918, RFC 6598</remarks>
public sealed class PrivateRangeAttribute : SettingRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule =>
        "a range of /16 to /20 in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, clear of 172.17.0.0/16 (AWS services use it for containers)";

    /// <inheritdoc/>
    public override bool Allows(object value) =>
        value is Cidr4 { PrefixLength: >= 16 and <= 20 } cidr
        && Array.Exists(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"], range => Cidr4.Parse(range).Contains(cidr))
        && !Cidr4.Parse("172.17.0.0/16").Overlaps(cidr);
}
