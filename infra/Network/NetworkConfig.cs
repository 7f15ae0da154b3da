using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using SecureApi.CloudWatch;
using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>The VPC: address ranges, zones, NAT gateways, endpoints and flow logs.</summary>
public sealed record NetworkConfig
{
    /// <summary>The VPC's private IPv4 range. Every zone has a fixed sixteenth of it for its public and one for its private subnet.</summary>
    [Setting(Example = "10.0.0.0/16"), PrivateRange]
    public IPNetwork Cidr { get; init; } = IPNetwork.Parse("10.0.0.0/16");

    /// <summary>The zones to use, by name. Pin them in production: a zone that AWS adds must not move anything.</summary>
    [Setting(Example = "[eu-west-1a, eu-west-1b, eu-west-1c]"), Length(2, 4)]
    public ImmutableArray<string> AvailabilityZones { get; init; } = [];

    /// <summary>How many zones to use when none are named: the first of the region.</summary>
    [Setting(Example = "2"), Range(2, 4)]
    public int AvailabilityZoneCount { get; init; } = 2;

    /// <summary>How private subnets reach the internet over IPv4.</summary>
    [Setting(Example = "perAz")]
    public NatGatewayMode NatGateways { get; init; } = NatGatewayMode.PerAz;

    /// <summary>Dual stack: an IPv6 range of AWS's beside the IPv4 range, and an egress-only gateway.</summary>
    [Setting(Example = "true")]
    public bool Ipv6 { get; init; }

    /// <summary>AWS services that are reached inside the VPC, without NAT: the last part of the endpoint's service name.</summary>
    [Setting(Example = "[ecr.api, ecr.dkr, logs, secretsmanager]"), Length(0, 50), InterfaceEndpoint]
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

    /// <summary>Validates the rules on several values.</summary>
    internal void Validate(StackConfig stack, ConfigErrors errors)
    {
        CheckZones(stack.Region, errors);
        CheckEndpoints(errors);
        CheckNatOfProduction(stack.Environment, errors);
    }

    /// <summary>The zones exist in the region, and are either named or counted.</summary>
    private void CheckZones(AwsRegion region, ConfigErrors errors)
    {
        if (errors.HasError("aws:region")) return;
        var known = region.ZoneNames;
        var example = $"availabilityZones: [{string.Join(", ", known.Take(3))}]";
        for (var i = 0; i < AvailabilityZones.Length; i++)
        {
            if (known.Contains(AvailabilityZones[i]) || errors.HasError("network", "availabilityZones")) continue;
            errors.Add(["network", "availabilityZones", ConfigValue.Item(i)], $"a zone of {region}: {string.Join(", ", known)}", example);
        }

        if (AvailabilityZones.IsEmpty && AvailabilityZoneCount > known.Length && !errors.HasError("network", "availabilityZoneCount"))
            errors.Add(["network", "availabilityZoneCount"], $"at most the zones of {region}: {known.Length}", $"availabilityZoneCount: {known.Length}");
        if (!AvailabilityZones.IsEmpty && errors.IsSet("network", "availabilityZoneCount"))
            errors.Add(["network", "availabilityZoneCount"], "not together with availabilityZones: the names say how many", example);
    }

    /// <summary>Without NAT, tasks reach AWS only through interface endpoints: some of them are needed to start a task.</summary>
    private void CheckEndpoints(ConfigErrors errors)
    {
        if (NatGateways != NatGatewayMode.None || errors.HasError("network", "interfaceEndpoints")) return;
        var missing = VpcEndpoints.NeededByTasks.Except(InterfaceEndpoints).ToList();
        if (missing.Count == 0) return;
        errors.Add(
            ["network", "interfaceEndpoints"],
            $"natGateways: none needs {string.Join(", ", VpcEndpoints.NeededByTasks)}; missing: {string.Join(", ", missing)}",
            $"interfaceEndpoints: [{string.Join(", ", VpcEndpoints.NeededByTasks.Union(InterfaceEndpoints))}]");
    }

    /// <summary>Production needs a NAT gateway per zone, or none.</summary>
    private void CheckNatOfProduction(DeploymentEnvironment environment, ConfigErrors errors)
    {
        if (environment != DeploymentEnvironment.Prod || NatGateways != NatGatewayMode.Single) return;
        errors.Add(
            ["network", "natGateways"],
            "perAz or none in production: with a single NAT gateway, the failure of one zone cuts all of them off",
            "natGateways: perAz");
    }
}

/// <summary>The VPC's flow log, kept in CloudWatch.</summary>
public sealed record FlowLogConfig
{
    /// <summary>Whether the VPC's traffic is recorded.</summary>
    [Setting(Example = "true")]
    public bool Enabled { get; init; } = true;

    /// <summary>Which traffic is recorded.</summary>
    [Setting(Example = "all")]
    public FlowLogTraffic Traffic { get; init; } = FlowLogTraffic.All;

    /// <summary>How long CloudWatch keeps the records.</summary>
    [Setting(Unit = "days", Example = "30"), LogRetention]
    public int RetentionDays { get; init; } = 30;
}

/// <summary>How private subnets reach the internet over IPv4.</summary>
public enum NatGatewayMode
{
    /// <summary>One NAT gateway in every zone: a zone's failure stops no other zone.</summary>
    PerAz,

    /// <summary>One NAT gateway for all zones: cheap, and a single point of failure.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The word in the stack file; no type is meant.")]
    Single,

    /// <summary>No internet access: tasks reach AWS through VPC endpoints only.</summary>
    None,
}

/// <summary>Which traffic a flow log records.</summary>
public enum FlowLogTraffic
{
    /// <summary>Accepted and rejected traffic.</summary>
    All,

    /// <summary>Traffic that security groups and network ACLs let pass.</summary>
    Accept,

    /// <summary>Traffic that they refused.</summary>
    Reject,
}

/// <summary>An availability zone and its fixed place in the address plan.</summary>
/// <param name="Name">The zone's name: <c>eu-west-1a</c>.</param>
/// <param name="Slot">0 for letter a to 7 for letter h. It depends on the name only: adding or removing a zone does not change the others.</param>
public sealed record AvailabilityZone(string Name, int Slot);

/// <summary>A range for a VPC: private, of a size that sixteen subnets fit in, and free of AWS's own container network.</summary>
/// <remarks>https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html, RFC 1918, RFC 6598</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PrivateRangeAttribute() : ValidationAttribute(
    "a range of /16 to /20 in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, clear of 172.17.0.0/16 (AWS services use it for containers)")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is IPNetwork { PrefixLength: >= 16 and <= 20 } range
        && Array.Exists(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"], allowed => IPNetwork.Parse(allowed).Contains(range))
        && !IPNetwork.Parse("172.17.0.0/16").Overlaps(range);
}

/// <summary>
/// An AWS service that has an interface endpoint, by the part of its name after <c>com.amazonaws.&lt;region&gt;.</c>.
/// Any name of that form is valid, but not one that is a letter away from the name of a well-known service.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InterfaceEndpointAttribute() : RegularExpressionAttribute("(?!(com|cn|aws|vpce)\\.)(?!vpce-)[a-z][a-z0-9.-]{0,62}[a-z0-9]")
{
    private static readonly string[] Known =
    [
        "ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages", "kms", "sts", "monitoring",
        "ecs", "ecs-agent", "ecs-telemetry", "sns", "sqs", "events", "lambda", "states", "xray", "s3", "dynamodb",
    ];

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"the name of an AWS service's interface endpoint, without com.amazonaws.<region>., 2 to 64 characters, such as {string.Join(", ", Known)}";

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is string text
        && (Known.Contains(text) || (base.IsValid(text) && (text.Length < 5 || !Array.Exists(Known, known => Suggestion.Distance(text, known) == 1))));
}
