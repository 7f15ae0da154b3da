using System.Collections.Immutable;
using System.Net;
using Pulumi;
using Pulumi.Aws.Ec2;
using SecureApi.Common;

namespace SecureApi.Network;

/// <summary>The public and private subnets of a network, and their route tables.</summary>
internal sealed class VpcSubnets
{
    private const string AnyIpv4 = "0.0.0.0/0";
    private const string AnyIpv6 = "::/0";

    private readonly string _name;
    private readonly Vpc _vpc;
    private readonly NetworkConfig _settings;
    private readonly CustomResourceOptions _child;

    public VpcSubnets(
        ComponentResource parent, string name, Vpc vpc, NetworkConfig settings, ImmutableArray<AvailabilityZone> zones)
    {
        _name = name;
        _vpc = vpc;
        _settings = settings;
        _child = new CustomResourceOptions { Parent = parent };
        Public = Subnets(SubnetKind.Public, zones);
        Private = Subnets(SubnetKind.Private, zones);
    }

    public ImmutableSortedDictionary<string, Subnet> Public { get; }

    public ImmutableSortedDictionary<string, Subnet> Private { get; }

    /// <summary>
    /// One table for all public subnets: they share one way out. Gives the routes and the subnets' associations with the table.
    /// </summary>
    public ImmutableArray<Resource> RoutePublic(InternetGateway gateway)
    {
        var (table, associations) = Table("public", Public.Values);
        var routes = associations.Add(new Route($"{_name}-public-ipv4", new RouteArgs
        {
            RouteTableId = table.Id,
            DestinationCidrBlock = AnyIpv4,
            GatewayId = gateway.Id,
        }, _child));

        return !_settings.Ipv6 ? routes : routes.Add(new Route($"{_name}-public-ipv6", new RouteArgs
        {
            RouteTableId = table.Id,
            DestinationIpv6CidrBlock = AnyIpv6,
            GatewayId = gateway.Id,
        }, _child));
    }

    /// <summary>One route table a zone: traffic can stay in its zone, and the loss of a NAT gateway affects one zone.</summary>
    public ImmutableArray<RouteTable> RoutePrivate(NatGateways natGateways, EgressOnlyInternetGateway? egressOnly)
    {
        var tables = ImmutableArray.CreateBuilder<RouteTable>(Private.Count);
        foreach (var (zone, subnet) in Private)
        {
            var (table, _) = Table($"private-{zone}", [subnet]);
            if (natGateways.For(zone) is { } natGateway)
            {
                new Route($"{_name}-private-{zone}-ipv4", new RouteArgs
                {
                    RouteTableId = table.Id,
                    DestinationCidrBlock = AnyIpv4,
                    NatGatewayId = natGateway,
                }, _child);
            }

            if (egressOnly is not null)
            {
                new Route($"{_name}-private-{zone}-ipv6", new RouteArgs
                {
                    RouteTableId = table.Id,
                    DestinationIpv6CidrBlock = AnyIpv6,
                    EgressOnlyGatewayId = egressOnly.Id,
                }, _child);
            }

            tables.Add(table);
        }

        return tables.MoveToImmutable();
    }

    private ImmutableSortedDictionary<string, Subnet> Subnets(SubnetKind tier, ImmutableArray<AvailabilityZone> zones) =>
        zones.ToSortedMap(zone => zone.Name, zone => Declare(tier, zone));

    private Subnet Declare(SubnetKind tier, AvailabilityZone zone)
    {
        var label = $"{_name}-{tier.ToString().ToLowerInvariant()}-{zone.Name}";
        var args = new SubnetArgs
        {
            VpcId = _vpc.Id,
            AvailabilityZone = zone.Name,
            CidrBlock = SubnetCidrs.Ipv4(_settings.Cidr, tier, zone).ToString(),
            MapPublicIpOnLaunch = false,
            Tags = { { "Name", label }, { "Tier", tier.ToString().ToLowerInvariant() } },
        };
        if (_settings.Ipv6)
        {
            // What is made in a public subnet by mistake gets no public address of either kind.
            args.AssignIpv6AddressOnCreation = tier == SubnetKind.Private;
            args.Ipv6CidrBlock = _vpc.Ipv6CidrBlock.Apply(
                block => SubnetCidrs.Ipv6(IPNetwork.Parse(block), tier, zone).ToString());
        }

        return new Subnet(label, args, _child);
    }

    private (RouteTable Table, ImmutableArray<Resource> Associations) Table(string label, IEnumerable<Subnet> subnets)
    {
        var table = new RouteTable($"{_name}-{label}", new RouteTableArgs
        {
            VpcId = _vpc.Id,
            Tags = { { "Name", $"{_name}-{label}" } },
        }, _child);
        return (table,
        [
            .. subnets.Select(subnet => new RouteTableAssociation(subnet.GetResourceName(), new RouteTableAssociationArgs
            {
                RouteTableId = table.Id,
                SubnetId = subnet.Id,
            }, _child)),
        ]);
    }
}

/// <summary>Whether a subnet's route table leads to the internet gateway.</summary>
public enum SubnetKind
{
    /// <summary>Routed to the internet gateway: the load balancer and NAT gateways.</summary>
    Public,

    /// <summary>Not reachable from the internet: all tasks and interface endpoints.</summary>
    Private,
}
