using System.Collections.Immutable;
using System.Net;
using Pulumi;
using Pulumi.Aws.Ec2;
using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>
/// A VPC with a public and a private subnet in each zone, its gateways and routes, and a default security group that lets
/// nothing through.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-private-subnets-nat.html"/>
public sealed class VpcNetwork : ComponentResource
{
    /// <summary>Declares the network.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Settings and region.</param>
    /// <param name="options">Parent and providers.</param>
    public VpcNetwork(string name, VpcNetworkArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:network:VpcNetwork", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var settings = args.Settings;

        var vpc = new Vpc($"{name}-vpc", new VpcArgs
        {
            CidrBlock = settings.Cidr.ToString(),
            EnableDnsSupport = true,
            EnableDnsHostnames = true,
            AssignGeneratedIpv6CidrBlock = settings.Ipv6,
            Tags = { { "Name", name } },
        }, child);

        CloseDefaults(name, vpc, child);
        var internetGateway = new InternetGateway($"{name}-igw", new InternetGatewayArgs
        {
            VpcId = vpc.Id,
            Tags = { { "Name", name } },
        }, child);

        var egressOnly = settings.Ipv6
            ? new EgressOnlyInternetGateway($"{name}-eigw", new EgressOnlyInternetGatewayArgs
            {
                VpcId = vpc.Id,
                Tags = { { "Name", name } },
            }, child)
            : null;

        var zones = settings.Zones(args.Region);
        var tiers = new VpcSubnets(this, name, vpc, settings, zones);
        var publicRoutes = tiers.RoutePublic(internetGateway);
        var natGateways = new NatGateways(this, name, settings.NatGateways, tiers.Public, publicRoutes);
        var privateTables = tiers.RoutePrivate(natGateways, egressOnly);

        Vpc = vpc;
        Ipv4Cidr = settings.Cidr;
        Zones = zones;
        PublicSubnetIds = [.. tiers.Public.Values.Select(subnet => subnet.Id)];
        PrivateSubnetIds = [.. tiers.Private.Values.Select(subnet => subnet.Id)];
        PrivateRouteTableIds = [.. privateTables.Select(table => table.Id)];
        NatGateways = natGateways.ByZone;
        PublicRoutes = publicRoutes;

        RegisterOutputs(new Dictionary<string, object?>
        {
            ["vpcId"] = VpcId,
            ["publicSubnetIds"] = Output.All(PublicSubnetIds),
            ["privateSubnetIds"] = Output.All(PrivateSubnetIds),
        });
    }

    private Vpc Vpc { get; }

    /// <summary>The VPC's id.</summary>
    public Output<string> VpcId => Vpc.Id;

    /// <summary>The account that owns the VPC, twelve digits: the account of the stack, without another look-up.</summary>
    public Output<string> AccountId => Vpc.OwnerId;

    /// <summary>The VPC's IPv4 block.</summary>
    public IPNetwork Ipv4Cidr { get; }

    /// <summary>The zones, in order of their letters.</summary>
    public ImmutableArray<AvailabilityZone> Zones { get; }

    /// <summary>The public subnets, a zone each.</summary>
    public ImmutableArray<Output<string>> PublicSubnetIds { get; }

    /// <summary>The private subnets, a zone each.</summary>
    public ImmutableArray<Output<string>> PrivateSubnetIds { get; }

    /// <summary>The private route tables, a zone each.</summary>
    public ImmutableArray<Output<string>> PrivateRouteTableIds { get; }

    /// <summary>The NAT gateways' ids by the name of their zone; empty without NAT.</summary>
    public ImmutableSortedDictionary<string, Output<string>> NatGateways { get; }

    /// <summary>The public subnets' way to the internet gateway, routes and associations: a load balancer needs it before it is reachable.</summary>
    public ImmutableArray<Resource> PublicRoutes { get; }

    /// <summary>
    /// A group or table that nobody chose must not let anything through (EC2.2 of AWS Foundational Security Best
    /// Practices).
    /// </summary>
    private static void CloseDefaults(string name, Vpc vpc, CustomResourceOptions child)
    {
        new DefaultSecurityGroup($"{name}-default", new DefaultSecurityGroupArgs
        {
            VpcId = vpc.Id,
            Tags = { { "Name", $"{name}-default-closed" } },
        }, child);
        new DefaultRouteTable($"{name}-default", new DefaultRouteTableArgs
        {
            DefaultRouteTableId = vpc.DefaultRouteTableId,
            Tags = { { "Name", $"{name}-default-closed" } },
        }, child);
    }
}

/// <summary>The arguments of <see cref="VpcNetwork"/>.</summary>
public sealed record VpcNetworkArgs
{
    /// <summary>The validated network settings.</summary>
    public required NetworkConfig Settings { get; init; }

    /// <summary>The region, whose zones give the subnets their slots.</summary>
    public required AwsRegion Region { get; init; }
}
