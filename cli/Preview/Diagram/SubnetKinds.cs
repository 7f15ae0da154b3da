using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Diagram;

/// <summary>Tells public subnets, which have a route to an internet gateway, from private ones.</summary>
internal sealed class SubnetKinds
{
    private readonly HashSet<string> publicSubnets = [];

    public SubnetKinds(RecordedStack stack)
    {
        var gateways = stack.OfType("aws:ec2/internetGateway:InternetGateway").Select(gateway => gateway.Id).ToHashSet();
        var tables = new HashSet<string?>();
        foreach (var route in stack.OfType("aws:ec2/route:Route"))
        {
            if (gateways.Contains(route.Inputs.Text("gatewayId")))
                tables.Add(route.Inputs.Text("routeTableId"));
        }

        foreach (var association in stack.OfType("aws:ec2/routeTableAssociation:RouteTableAssociation"))
        {
            if (tables.Contains(association.Inputs.Text("routeTableId")) && association.Inputs.Text("subnetId") is { } subnet)
                publicSubnets.Add(subnet);
        }
    }

    /// <summary>Whether the subnet is public.</summary>
    public bool IsPublic(string? subnetId) => subnetId is not null && publicSubnets.Contains(subnetId);

    /// <summary>Whether one of the subnets is public.</summary>
    public bool ArePublic(RecordedList subnetIds) => subnetIds.Texts.Any(publicSubnets.Contains);
}
