using System.Collections.Immutable;
using System.Globalization;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>A protocol and, for TCP and UDP, a range of ports.</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, a protocol's number, or <see cref="AllProtocols"/>.</param>
/// <param name="From">The first port.</param>
/// <param name="To">The last port.</param>
public readonly record struct Traffic(string Protocol, int From, int To)
{
    /// <summary>Every protocol, every port.</summary>
    public const string AllProtocols = "all";

    private const int LastPort = 65535;

    /// <summary>Everything.</summary>
    public static Traffic Everything { get; } = new(AllProtocols, 0, LastPort);

    /// <summary>The traffic of a security group rule.</summary>
    /// <param name="protocol">As AWS has it: a name, a number, or <c>-1</c> for all.</param>
    /// <param name="from">The first port; null for all.</param>
    /// <param name="to">The last port; null for all.</param>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"/>
    public static Traffic Of(string? protocol, double? from, double? to)
    {
        var name = protocol?.ToLowerInvariant() switch
        {
            null or "" or "-1" or "all" => AllProtocols,
            "6" => "tcp",
            "17" => "udp",
            "1" => "icmp",
            "58" => "icmpv6",
            var other => other,
        };
        return name is "tcp" or "udp" && from is >= 0 && to is >= 0
            ? new Traffic(name, (int)from, (int)to)
            : new Traffic(name, 0, LastPort);
    }

    /// <summary>What both allow; null when nothing.</summary>
    /// <param name="other">Other traffic.</param>
    public Traffic? Intersect(Traffic other)
    {
        if (Protocol != other.Protocol && Protocol != AllProtocols && other.Protocol != AllProtocols) return null;
        var from = Math.Max(From, other.From);
        var to = Math.Min(To, other.To);
        return from > to ? null : new Traffic(Protocol == AllProtocols ? other.Protocol : Protocol, from, to);
    }

    /// <summary>True when all of <paramref name="other"/> is in this.</summary>
    public bool Covers(Traffic other) =>
        (Protocol == AllProtocols || Protocol == other.Protocol) && From <= other.From && To >= other.To;

    /// <summary>What is left of this when the others are taken away.</summary>
    /// <param name="others">What is taken away.</param>
    public ImmutableArray<Traffic> Except(IEnumerable<Traffic> others)
    {
        var left = new List<Traffic> { this };
        foreach (var other in others)
        {
            for (var index = left.Count - 1; index >= 0; index--)
            {
                var part = left[index];
                if (other.Protocol != AllProtocols && other.Protocol != part.Protocol) continue;
                if (other.To < part.From || other.From > part.To) continue;
                left.RemoveAt(index);
                if (other.To < part.To) left.Insert(index, part with { From = other.To + 1 });
                if (other.From > part.From) left.Insert(index, part with { To = other.From - 1 });
            }
        }

        return [.. left];
    }

    /// <summary>Such as <c>tcp 443</c>, <c>udp 1024-2048</c> or <c>all traffic</c>.</summary>
    public override string ToString() => Protocol switch
    {
        AllProtocols => "all traffic",
        "tcp" or "udp" when From == 0 && To == LastPort => $"{Protocol} all ports",
        "tcp" or "udp" => From == To ? string.Create(CultureInfo.InvariantCulture, $"{Protocol} {From}") : string.Create(CultureInfo.InvariantCulture, $"{Protocol} {From}-{To}"),
        _ when char.IsAsciiDigit(Protocol[0]) => $"protocol {Protocol}",
        _ => Protocol,
    };
}
