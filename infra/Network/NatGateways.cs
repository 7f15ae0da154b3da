using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Ec2;

namespace SecureApi.Network;

/// <summary>The NAT gateways of a network: one a zone, a single one, or none.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html"/>
internal sealed class NatGateways
{
    private readonly NatGatewayMode _mode;

    public NatGateways(
        ComponentResource parent,
        string name,
        NatGatewayMode mode,
        ImmutableSortedDictionary<string, Subnet> publicSubnets,
        ImmutableArray<Resource> publicRoutes)
    {
        _mode = mode;
        var child = new CustomResourceOptions { Parent = parent };

        // A NAT gateway in a subnet without a way out fails its first connections, so it waits for the routes.
        var routed = new CustomResourceOptions { Parent = parent, DependsOn = { publicRoutes } };

        var byZone = ImmutableSortedDictionary.CreateBuilder<string, Output<string>>(StringComparer.Ordinal);
        foreach (var (zone, subnet) in Chosen(mode, publicSubnets))
        {
            var label = $"{name}-nat-{zone}";
            var address = new Eip(label, new EipArgs { Domain = "vpc", Tags = { { "Name", label } } }, child);
            var gateway = new NatGateway(label, new NatGatewayArgs
            {
                AllocationId = address.AllocationId,
                SubnetId = subnet.Id,
                ConnectivityType = "public",
                Tags = { { "Name", label } },
            }, routed);
            byZone.Add(zone, gateway.Id);
        }

        ByZone = byZone.ToImmutable();
    }

    public ImmutableSortedDictionary<string, Output<string>> ByZone { get; }

    /// <summary>The gateway that a zone's private subnet uses: its own, or the only one, or none.</summary>
    public Output<string>? For(string zone) => _mode switch
    {
        NatGatewayMode.None => null,
        NatGatewayMode.Single => ByZone.Values.Single(),
        _ => ByZone[zone],
    };

    private static IEnumerable<KeyValuePair<string, Subnet>> Chosen(
        NatGatewayMode mode, ImmutableSortedDictionary<string, Subnet> publicSubnets) => mode switch
        {
            NatGatewayMode.None => [],
            NatGatewayMode.Single => publicSubnets.Take(1),
            _ => publicSubnets,
        };
}
