using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>VPCs, subnets and routes, read from the recorded resources.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html"/>
internal sealed class NetworkMap
{
    public const string Vpc = "aws:ec2/vpc:Vpc";
    public const string Subnet = "aws:ec2/subnet:Subnet";
    public const string NatGateway = "aws:ec2/natGateway:NatGateway";
    public const string InternetGateway = "aws:ec2/internetGateway:InternetGateway";
    public const string RouteTable = "aws:ec2/routeTable:RouteTable";
    private const string EgressOnlyGateway = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway";
    private const string Route = "aws:ec2/route:Route";
    private const string DefaultRouteTable = "aws:ec2/defaultRouteTable:DefaultRouteTable";
    private const string Association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
    private const string MainAssociation = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";

    private static readonly string[] Targets =
    [
        "gatewayId", "natGatewayId", "egressOnlyGatewayId", "transitGatewayId", "vpcPeeringConnectionId", "vpcEndpointId",
        "networkInterfaceId", "carrierGatewayId", "coreNetworkArn", "localGatewayId", "instanceId", "odbNetworkArn",
    ];

    private readonly AuditedStack _stack;
    private readonly Dictionary<string, NetworkSubnet> _subnets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NetworkRoute>> _routes = new(StringComparer.Ordinal);

    public NetworkMap(AuditedStack stack)
    {
        _stack = stack;
        ReadRoutes();
        var chosen = stack.OfType(Association)
            .Where(association => association.Inputs.Text("subnetId") is not null)
            .GroupBy(association => association.Inputs.Text("subnetId")!)
            .ToDictionary(group => group.Key, group => group.First().Inputs.Text("routeTableId") ?? "", StringComparer.Ordinal);
        foreach (var subnet in stack.OfType(Subnet))
        {
            var vpcId = subnet.Inputs.Text("vpcId") ?? "";
            var table = chosen.GetValueOrDefault(subnet.Id!) ?? MainTableOf(vpcId);
            _subnets.Add(subnet.Id!, new NetworkSubnet(subnet, vpcId, [.. Blocks(subnet)], table, [.. _routes.GetValueOrDefault(table) ?? []]));
        }

        VpcBlocks = [.. stack.OfType(Vpc).SelectMany(Blocks)];
    }

    /// <summary>The addresses of the VPCs. All others are outside.</summary>
    public ImmutableArray<IpBlock> VpcBlocks { get; }

    public IReadOnlyCollection<NetworkSubnet> Subnets => _subnets.Values;

    public NetworkSubnet? Find(string subnetId) => _subnets.GetValueOrDefault(subnetId);

    /// <summary>The address of the DNS resolver of a VPC, as a block of one.</summary>
    /// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html"/>
    public IpBlock? ResolverOf(string vpcId) =>
        _stack.Find(vpcId)?.Inputs.Text("cidrBlock") is { } text && Network.Cidr.TryParse(text, out var block)
            ? IpBlock.Parse($"{Network.Cidr.ResolverAddress(block)}/32")
            : null;

    /// <summary>True when some address of the block is in no VPC.</summary>
    public bool ReachesOutside(IpBlock block) => !VpcBlocks.Any(vpc => vpc.Contains(block));

    private static IEnumerable<IpBlock> Blocks(RecordedResource resource)
    {
        if (IpBlock.Parse(resource.Outputs.Text("cidrBlock")) is { } ipv4) yield return ipv4;
        if (IpBlock.Parse(resource.Outputs.Text("ipv6CidrBlock")) is { } ipv6) yield return ipv6;
    }

    private string MainTableOf(string vpcId) =>
        _stack.OfType(MainAssociation).FirstOrDefault(association => association.Inputs.Text("vpcId") == vpcId)?.Inputs.Text("routeTableId")
        ?? _stack.Find(vpcId)?.Outputs.Text("mainRouteTableId")
        ?? "";

    private void ReadRoutes()
    {
        foreach (var table in _stack.OfType(RouteTable)) Listed(table, table.Id!);
        foreach (var table in _stack.OfType(DefaultRouteTable)) Listed(table, table.Inputs.Text("defaultRouteTableId") ?? "");
        foreach (var route in _stack.OfType(Route))
        {
            var inputs = route.Inputs;
            Add(inputs.Text("routeTableId") ?? "", route, inputs.Text("destinationCidrBlock") ?? inputs.Text("destinationIpv6CidrBlock"), inputs);
        }
    }

    private void Listed(RecordedResource table, string id)
    {
        foreach (var route in table.Inputs.List("routes").Maps)
            Add(id, table, route.Text("cidrBlock") ?? route.Text("ipv6CidrBlock"), route);
    }

    private void Add(string table, RecordedResource resource, string? destination, RecordedMap route)
    {
        var target = Targets.Select(property => _stack.Find(route.Text(property))).FirstOrDefault(found => found is not null);
        var kind = target?.Type switch
        {
            InternetGateway => RouteTargetKind.InternetGateway,
            NatGateway => RouteTargetKind.NatGateway,
            EgressOnlyGateway => RouteTargetKind.EgressOnlyGateway,
            _ => RouteTargetKind.Unknown,
        };
        if (!_routes.TryGetValue(table, out var routes)) _routes.Add(table, routes = []);
        routes.Add(new NetworkRoute(resource, IpBlock.Parse(destination), kind, target));
    }
}
