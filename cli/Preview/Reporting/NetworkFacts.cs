using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>What matters of networks: ranges, zones, ways out, and who may talk to whom.</summary>
internal static class NetworkFacts
{
    /// <summary>Adds the facts of <paramref name="resource"/>; false when its type is not one of a network.</summary>
    public static bool Add(FactList facts, RecordedResource resource, ResourceIndex index)
    {
        var (inputs, outputs) = (resource.Inputs, resource.Outputs);
        switch (resource.Type)
        {
            case "aws:ec2/vpc:Vpc":
                facts.Add(inputs.Shown("cidrBlock")).Add("IPv6 ", outputs.Shown("ipv6CidrBlock")).AddIf(inputs.Boolean("enableDnsHostnames"), "DNS hostnames");
                return true;
            case "aws:ec2/subnet:Subnet":
                facts.Add(inputs.Shown("cidrBlock")).Add(inputs.Shown("ipv6CidrBlock")).Add(inputs.Shown("availabilityZone"))
                    .AddIf(inputs.Boolean("mapPublicIpOnLaunch"), "public IPs on launch");
                return true;
            case "aws:ec2/route:Route":
                facts.Add($"{Destination(inputs)} to {Target(inputs, index)}");
                return true;
            case "aws:ec2/routeTable:RouteTable" or "aws:ec2/defaultRouteTable:DefaultRouteTable":
                facts.Add("routes ", inputs["routes"] is RecordedList { Count: > 0 } routes ? FactList.Text(routes.Count) : null);
                return true;
            case "aws:ec2/routeTableAssociation:RouteTableAssociation":
                facts.Add("subnet ", Name(index, inputs.Shown("subnetId")));
                return true;
            case "aws:ec2/natGateway:NatGateway":
                facts.Add(index.Find(inputs.Text("subnetId"))?.Inputs.Shown("availabilityZone"));
                return true;
            case "aws:ec2/vpcEndpoint:VpcEndpoint":
                facts.Add(Service(inputs.Shown("serviceName"))).Add(inputs.Shown("vpcEndpointType"))
                    .Add("in ", inputs.List("subnetIds") is { Count: > 0 } subnets ? subnets.Count : null, " zones");
                return true;
            case "aws:ec2/securityGroup:SecurityGroup":
                facts.Add(inputs.Shown("description"));
                return true;
            case "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
                facts.AddIf(inputs.List("ingress").Count + inputs.List("egress").Count == 0, "closed");
                return true;
            case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
                facts.Add($"{Ports(inputs)} from {Peer(inputs, index)}");
                return true;
            case "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":
                facts.Add($"{Ports(inputs)} to {Peer(inputs, index)}");
                return true;
            case "aws:ec2/flowLog:FlowLog":
                facts.Add(inputs.Shown("trafficType")).Add("every ", inputs.Number("maxAggregationInterval"), " s");
                return true;
            case "aws:ec2/internetGateway:InternetGateway" or "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway" or "aws:ec2/eip:Eip"
                or "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl":
                return true;
            case "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace":
                facts.Add(inputs.Shown("name"));
                return true;
            case "aws:servicediscovery/service:Service":
                facts.Add(inputs.Shown("name")).Add("TTL ", inputs.Map("dnsConfig").List("dnsRecords").Maps.FirstOrDefault()?.Number("ttl"), " s");
                return true;
            default:
                return false;
        }
    }

    /// <summary>The ports of a security-group rule: <c>tcp 443</c>.</summary>
    public static string Ports(RecordedMap rule)
    {
        var protocol = rule.Shown("ipProtocol") is "-1" ? "all traffic" : rule.Shown("ipProtocol");
        var (from, to) = (rule.Number("fromPort"), rule.Number("toPort"));
        return from is null ? $"{protocol}" : from == to ? $"{protocol} {FactList.Text(from.Value)}" : $"{protocol} {FactList.Text(from.Value)}-{FactList.Text(to ?? from.Value)}";
    }

    private static string Peer(RecordedMap rule, ResourceIndex index) =>
        rule.Shown("cidrIpv4") ?? rule.Shown("cidrIpv6")
        ?? (rule.Shown("referencedSecurityGroupId") is { } group ? Name(index, group) : null)
        ?? (rule.Shown("prefixListId") is { } list ? $"prefix list {list}" : "nobody");

    private static string? Destination(RecordedMap route) =>
        route.Shown("destinationCidrBlock") ?? route.Shown("destinationIpv6CidrBlock") ?? route.Shown("destinationPrefixListId");

    private static string Target(RecordedMap route, ResourceIndex index)
    {
        foreach (var property in (string[])["natGatewayId", "gatewayId", "egressOnlyGatewayId", "vpcEndpointId", "transitGatewayId", "networkInterfaceId"])
        {
            if (route.Shown(property) is { } target)
                return index.Find(target) is { } resource ? $"{ShortName.OfType(resource.Type)} {ShortName.WithinParent(resource)}".TrimEnd() : target;
        }

        return "nowhere";
    }

    private static string? Name(ResourceIndex index, string? reference) =>
        index.Find(reference) is { } resource ? ShortName.WithinParent(resource) : reference;

    private static string? Service(string? name) => name?[(name.IndexOf('.', name.IndexOf("amazonaws", StringComparison.Ordinal) + "amazonaws.".Length) + 1)..];
}
