using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
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
    public ImmutableArray<IPNetwork> VpcBlocks { get; }

    public IReadOnlyCollection<NetworkSubnet> Subnets => _subnets.Values;

    public NetworkSubnet? Find(string subnetId) => _subnets.GetValueOrDefault(subnetId);

    /// <summary>The address of the DNS resolver of a VPC, as a block of one.</summary>
    /// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html"/>
    public IPNetwork? ResolverOf(string vpcId) =>
        AddressBlocks.Parse(_stack.Find(vpcId)?.Inputs.Text("cidrBlock")) is { } block && block.BaseAddress.GetAddressBytes() is [var a, var b, var c, var d]
            ? AddressBlocks.Parse($"{a}.{b}.{c}.{d + 2}/32")
            : null;

    /// <summary>True when some address of the block is in no VPC.</summary>
    public bool ReachesOutside(IPNetwork block) => !VpcBlocks.Any(vpc => vpc.Contains(block));

    private static IEnumerable<IPNetwork> Blocks(RecordedResource resource)
    {
        if (AddressBlocks.Parse(resource.Outputs.Text("cidrBlock")) is { } ipv4) yield return ipv4;
        if (AddressBlocks.Parse(resource.Outputs.Text("ipv6CidrBlock")) is { } ipv6) yield return ipv6;
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
        routes.Add(new NetworkRoute(resource, AddressBlocks.Parse(destination), kind, target));
    }
}

/// <summary>A subnet, its addresses and its routes.</summary>
/// <param name="Resource">The subnet.</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="Blocks">Its addresses, of one or both families.</param>
/// <param name="RouteTableId">The route table that counts for it.</param>
/// <param name="Routes">The routes of that table.</param>
public sealed record NetworkSubnet(
    RecordedResource Resource,
    string VpcId,
    ImmutableArray<IPNetwork> Blocks,
    string RouteTableId,
    ImmutableArray<NetworkRoute> Routes)
{
    /// <inheritdoc/>
    public override string ToString() => Resource.Name;
}

/// <summary>A route of a route table, other than the local one that every table has.</summary>
/// <param name="Resource">The resource that declares it.</param>
/// <param name="Destination">The addresses; null when the route names a prefix list.</param>
/// <param name="Kind">Where it leads.</param>
/// <param name="Target">The gateway; null when it is none of this stack.</param>
public sealed record NetworkRoute(RecordedResource Resource, IPNetwork? Destination, RouteTargetKind Kind, RecordedResource? Target);

/// <summary>Where a route leads.</summary>
public enum RouteTargetKind
{
    /// <summary>To an internet gateway: in and out.</summary>
    InternetGateway,

    /// <summary>To a NAT gateway: out only, with the gateway's address.</summary>
    NatGateway,

    /// <summary>To an egress-only internet gateway: IPv6, out only.</summary>
    EgressOnlyGateway,

    /// <summary>Somewhere that this proof does not know: a peering, a transit gateway, an interface.</summary>
    Unknown,
}

/// <summary>What the proof needs to know of address blocks.</summary>
public static class AddressBlocks
{
    /// <summary>Reads a block of either family; null when the text is not one.</summary>
    /// <param name="text">Such as <c>10.0.0.0/16</c> or <c>::/0</c>.</param>
    public static IPNetwork? Parse(string? text) => IPNetwork.TryParse(text, out var block) ? block : null;

    /// <summary>The family in words.</summary>
    /// <param name="family">IPv4 or IPv6.</param>
    public static string NameOf(AddressFamily family) => family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";

    /// <summary>The family of a block's addresses.</summary>
    /// <param name="block">The block.</param>
    public static AddressFamily FamilyOf(IPNetwork block) => block.BaseAddress.AddressFamily;

    /// <summary>True when every address of <paramref name="other"/> is in the block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="other">Another one, of either family.</param>
    public static bool Contains(this IPNetwork block, IPNetwork other) => block.PrefixLength <= other.PrefixLength && block.Contains(other.BaseAddress);

    /// <summary>True when the blocks share an address. Two blocks that do are one inside the other.</summary>
    /// <param name="block">The block.</param>
    /// <param name="other">Another one, of either family.</param>
    public static bool Overlaps(this IPNetwork block, IPNetwork other) => block.Contains(other) || other.Contains(block);
}
