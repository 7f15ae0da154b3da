using System.Diagnostics.CodeAnalysis;

namespace SecureApi.Configuration;

/// <summary>An AWS region with what cannot be derived from its name alone.</summary>
/// <param name="Name">The region's code: <c>eu-west-1</c>.</param>
/// <param name="Partition">The partition of its ARNs: <c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c>, <c>aws-eusc</c> or an isolated one.</param>
/// <param name="DnsSuffix">The suffix of its service endpoints: <c>amazonaws.com</c>.</param>
/// <param name="ZoneLetters">The letters of its availability zones, in order.</param>
public sealed record AwsRegion(string Name, string Partition, string DnsSuffix, string ZoneLetters)
{
    /// <summary>Zone letters that AWS has used so far; assumed for a region that this program does not know.</summary>
    private const string AnyLetters = "abcdef";

    /// <summary>
    /// What the names of a partition's regions begin with, its name in ARNs, and the suffix of its service endpoints; the last is
    /// everybody's. From the partitions that AWS's SDKs ship.
    /// </summary>
    private static readonly (string Prefix, string Name, string DnsSuffix)[] Partitions =
    [
        ("cn-", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-", "aws-us-gov", "amazonaws.com"),
        ("eusc-", "aws-eusc", "amazonaws.eu"),
        ("us-iso-", "aws-iso", "c2s.ic.gov"),
        ("us-isob-", "aws-iso-b", "sc2s.sgov.gov"),
        ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"),
        ("us-isof-", "aws-iso-f", "csp.hci.ic.gov"),
        ("", "aws", "amazonaws.com"),
    ];

    /// <summary>An account has some of the zones only, and AWS's documents do not say which: they cannot be chosen by number.</summary>
    /// <seealso href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html"/>
    public bool ZonesDifferByAccount => Name == "us-west-1";

    /// <summary>The names of its availability zones, in order.</summary>
    public string[] ZoneNames
    {
        get
        {
            var names = new string[ZoneLetters.Length];
            for (var i = 0; i < names.Length; i++) names[i] = Name + ZoneLetters[i];
            return names;
        }
    }

    /// <summary>Makes a region from its code; false when the code has not the shape of one.</summary>
    public static bool TryParse(string? name, [NotNullWhen(true)] out AwsRegion? region)
    {
        region = null;
        if (name is null || !HasRegionShape(name)) return false;
        var (_, partition, suffix) = Array.Find(Partitions, other => name.StartsWith(other.Prefix, StringComparison.Ordinal));
        region = new AwsRegion(name, partition, suffix, KnownZoneLetters(name) ?? AnyLetters);
        return true;
    }

    /// <summary>Makes a region from its code.</summary>
    /// <exception cref="FormatException">The code has not the shape of a region.</exception>
    public static AwsRegion Parse(string name) =>
        TryParse(name, out var region) ? region : throw new FormatException($"'{name}' is not an AWS region.");

    /// <summary>The region's code.</summary>
    public override string ToString() => Name;

    /// <summary>The letters in use in a region; null when the region is not known.</summary>
    /// <remarks>https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html</remarks>
    private static string? KnownZoneLetters(string name) => name switch
    {
        "us-east-1" => "abcdef",
        "us-west-2" or "ap-northeast-2" => "abcd",
        "ap-northeast-1" => "acd",
        "ca-central-1" => "abd",
        "us-east-2" or "us-west-1" or "us-gov-east-1" or "us-gov-west-1" or "ca-west-1" or "mx-central-1" or "sa-east-1"
            or "eu-west-1" or "eu-west-2" or "eu-west-3" or "eu-central-1" or "eu-central-2" or "eu-north-1" or "eu-south-1" or "eu-south-2"
            or "af-south-1" or "il-central-1" or "me-south-1" or "me-central-1"
            or "ap-east-1" or "ap-east-2" or "ap-south-1" or "ap-south-2" or "ap-northeast-3"
            or "ap-southeast-1" or "ap-southeast-2" or "ap-southeast-3" or "ap-southeast-4" or "ap-southeast-5" or "ap-southeast-6" or "ap-southeast-7"
            or "cn-northwest-1" or "eusc-de-east-1" => "abc",
        "cn-north-1" => "abd",
        _ => null,
    };

    private static bool HasRegionShape(string name)
    {
        var parts = name.Split('-');
        return parts.Length is 3 or 4
            && (parts[0].Length == 2 || parts[0] == "eusc")
            && parts[^1] is [>= '1' and <= '9']
            && Array.TrueForAll(parts[..^1], part => part.Length > 1 && part.All(char.IsAsciiLetterLower));
    }
}
