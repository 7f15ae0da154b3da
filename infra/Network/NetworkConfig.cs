using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>The VPC: its addresses, its zones and its ways out.</summary>
public sealed record NetworkConfig
{
    /// <summary>The VPC's private IPv4 range. Every zone has a fixed sixteenth of it for its public and one for its private subnet.</summary>
    [Setting(Example = "10.0.0.0/16"), PrivateRange]
    public Cidr4 Cidr { get; init; } = Cidr4.Parse("10.0.0.0/16");

    /// <summary>The zones to use, by name. Pin them in production: a zone that AWS adds must not move anything.</summary>
    [Setting(Min = 2, Max = 4, Example = "[eu-west-1a, eu-west-1b, eu-west-1c]")]
    public ImmutableArray<string> AvailabilityZones { get; init; } = [];

    /// <summary>How many zones to use when none are named: the first of the region.</summary>
    [Setting(Min = 2, Max = 4, Example = "2")]
    public int AvailabilityZoneCount { get; init; } = 2;

    /// <summary>How private subnets reach the internet over IPv4.</summary>
    [Setting(Example = "perAz")]
    public NatGatewayMode NatGateways { get; init; } = NatGatewayMode.PerAz;

    /// <summary>Dual stack: an IPv6 range of AWS's beside the IPv4 range, and an egress-only gateway.</summary>
    [Setting(Example = "true")]
    public bool Ipv6 { get; init; }

    /// <summary>AWS services that are reached inside the VPC, without NAT: the last part of the endpoint's service name.</summary>
    [Setting(Max = 50, Example = "[ecr.api, ecr.dkr, logs, secretsmanager]"), InterfaceEndpoint]
    public ImmutableArray<string> InterfaceEndpoints { get; init; } = [];

    /// <summary>The VPC's flow log.</summary>
    [Setting(Example = "{traffic: all, retentionDays: 30}")]
    public FlowLogConfig FlowLogs { get; init; } = new();

    /// <summary>The zones in use: those named, else the first <see cref="AvailabilityZoneCount"/> of the region, in name order.</summary>
    public ImmutableArray<AvailabilityZone> Zones(AwsRegion region)
    {
        string[] names = AvailabilityZones.IsEmpty ? region.ZoneNames[..AvailabilityZoneCount] : [.. AvailabilityZones];
        Array.Sort(names, StringComparer.Ordinal);
        return [.. names.Select(name => new AvailabilityZone(name, name[^1] - 'a'))];
    }
}

/// <summary>How private subnets reach the internet over IPv4.</summary>
public enum NatGatewayMode
{
    /// <summary>One NAT gateway in every zone: a zone's failure stops no other zone.</summary>
    PerAz,

    /// <summary>One NAT gateway for all zones: cheap, and a single point of failure.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The word in the stack file; no type is meant.")]
    Single,

    /// <summary>No way out: AWS is reached through interface endpoints alone.</summary>
    None,
}
