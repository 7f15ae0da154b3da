using System.Net;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Network;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

public sealed class NetworkInvariantTests
{
    [Fact]
    public Task Subnets_InEveryConfiguration_LieInTheVpcAndDoNotOverlap() => StackMatrix.Holds((stack, settings) =>
    {
        var blocks = stack.OfType("aws:ec2/subnet:Subnet")
            .Select(subnet => (subnet.Name, Block: IPNetwork.Parse(subnet.Inputs.Text("cidrBlock")!)))
            .ToList();
        return blocks.Where(subnet => !settings.Network.Cidr.Contains(subnet.Block))
            .Select(subnet => $"{subnet.Name} lies outside of the VPC")
            .Concat(
                from first in blocks
                from second in blocks
                where string.CompareOrdinal(first.Name, second.Name) < 0 && first.Block.Overlaps(second.Block)
                select $"{first.Name} overlaps {second.Name}");
    });

    [Fact]
    public Task Subnets_WithDualStack_HaveDistinctIpv6Blocks() => StackMatrix.Holds((stack, settings) =>
    {
        var blocks = stack.OfType("aws:ec2/subnet:Subnet").Select(subnet => subnet.Inputs.Text("ipv6CidrBlock")).ToList();
        return settings.Network.Ipv6
            ? blocks.Where(block => block is null || !block.EndsWith("/64", StringComparison.Ordinal)).Select(_ => "a subnet has no /64")
                .Concat(blocks.GroupBy(block => block).Where(group => group.Count() > 1).Select(group => $"{group.Key} is used twice"))
            : blocks.OfType<string>().Select(block => $"{block} without dual stack");
    });

    [Fact]
    public Task Subnets_InEveryConfiguration_GiveNoPublicAddresses() => StackMatrix.Holds((stack, _) =>
        stack.OfType("aws:ec2/subnet:Subnet")
            .Where(subnet => subnet.Inputs.Boolean("mapPublicIpOnLaunch") != false
                || (subnet.Inputs.Map("tags").Text("Tier") == "public" && subnet.Inputs.Boolean("assignIpv6AddressOnCreation") == true))
            .Select(subnet => $"{subnet.Name} gives public addresses"));

    /// <summary>S3 and DynamoDB: their public names lead to gateway endpoints, and S3's is always there.</summary>
    [Theory]
    [InlineData("s3", "secure-api-prod-s3-interface", false)]
    [InlineData("dynamodb", "secure-api-prod-dynamodb", false)]
    [InlineData("logs", "secure-api-prod-logs", true)]
    public async Task InterfaceEndpoint_WithoutPrivateNamesInAws_AsksForNone(string service, string name, bool privateDns)
    {
        var settings = StackCase.Minimal();
        var stack = await StackMatrix.Record(settings with { Network = settings.Network with { InterfaceEndpoints = [service] } });
        var endpoint = stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint").Single(endpoint => endpoint.Inputs.Text("vpcEndpointType") == "Interface");
        Assert.Equal((name, privateDns), (endpoint.Name, endpoint.Inputs.Boolean("privateDnsEnabled")));
        Assert.Equal($"com.amazonaws.eu-west-1.{service}", endpoint.Inputs.Text("serviceName"));
    }

    /// <summary>What EC2's DescribeVpcEndpointServices lists in China.</summary>
    [Theory]
    [InlineData("cn-north-1", "ecr.api", "cn.com.amazonaws.cn-north-1.ecr.api")]
    [InlineData("cn-northwest-1", "sts", "cn.com.amazonaws.cn-northwest-1.sts")]
    [InlineData("cn-north-1", "logs", "com.amazonaws.cn-north-1.logs")]
    [InlineData("us-gov-west-1", "ecr.api", "com.amazonaws.us-gov-west-1.ecr.api")]
    public async Task InterfaceEndpoint_InChina_HasThePrefixOfItsService(string region, string service, string expected)
    {
        var settings = StackCase.Minimal();
        var stack = await StackMatrix.Record(settings with
        {
            Region = SecureApi.Configuration.AwsRegion.Parse(region),
            Network = settings.Network with { InterfaceEndpoints = [service] },
        });
        var names = stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint").ToDictionary(endpoint => endpoint.Inputs.Text("vpcEndpointType")!, endpoint => endpoint.Inputs.Text("serviceName"));
        Assert.Equal(expected, names["Interface"]);
        Assert.Equal($"com.amazonaws.{region}.s3", names["Gateway"]);
    }

    [Fact]
    public Task Subnets_InEveryConfiguration_BelongToOneRouteTable() => StackMatrix.Holds((stack, settings) =>
    {
        var associations = stack.OfType("aws:ec2/routeTableAssociation:RouteTableAssociation")
            .ToLookup(association => association.Inputs.Text("subnetId"));
        return stack.OfType("aws:ec2/subnet:Subnet")
            .Where(subnet => associations[subnet.Id].Count() != 1)
            .Select(subnet => $"{subnet.Name} has {associations[subnet.Id].Count()} route tables")
            .Concat(stack.OfType("aws:ec2/subnet:Subnet").Count() == 2 * settings.Network.Zones(settings.Region).Length
                ? [] : ["not a public and a private subnet in each zone"]);
    });

    [Fact]
    public Task PublicRoutes_InEveryConfiguration_LeadToTheInternetGateway() => StackMatrix.Holds((stack, settings) =>
    {
        var gateway = stack.OfType("aws:ec2/internetGateway:InternetGateway").Single();
        var routes = Routes(stack, "-public").ToList();
        return routes.Where(route => route.Inputs.Text("gatewayId") != gateway.Id)
            .Select(route => $"{route.Name} leads elsewhere")
            .Concat(routes.Count == (settings.Network.Ipv6 ? 2 : 1) ? [] : [$"{routes.Count} public routes"]);
    });

    [Fact]
    public Task PrivateRoutes_InEveryConfiguration_FollowTheNatModeAndNeverTheInternetGateway() =>
        StackMatrix.Holds((stack, settings) =>
        {
            var zones = settings.Network.Zones(settings.Region).Select(zone => zone.Name).ToList();
            var gateways = stack.OfType("aws:ec2/natGateway:NatGateway").ToDictionary(gateway => gateway.Id!, gateway => gateway.Name);
            var expected = settings.Network.NatGateways switch { NatGatewayMode.PerAz => zones.Count, NatGatewayMode.Single => 1, _ => 0 };
            var faults = new List<string>();
            if (gateways.Count != expected) faults.Add($"{gateways.Count} NAT gateways instead of {expected}");
            foreach (var zone in zones)
            {
                var routes = Routes(stack, $"-private-{zone}").ToList();
                if (routes.Any(route => route.Inputs["gatewayId"] is not null)) faults.Add($"{zone} reaches the internet gateway");
                var nat = routes.Select(route => route.Inputs.Text("natGatewayId")).OfType<string>().ToList();
                if (nat.Count != (expected == 0 ? 0 : 1)) faults.Add($"{zone} has {nat.Count} NAT routes");
                if (settings.Network.NatGateways == NatGatewayMode.PerAz && nat.Any(id => !gateways[id].EndsWith(zone, StringComparison.Ordinal)))
                    faults.Add($"{zone} uses another zone's NAT gateway");
                if (routes.Any(route => route.Inputs["egressOnlyGatewayId"] is not null) != settings.Network.Ipv6)
                    faults.Add($"{zone}: egress-only route and dual stack disagree");
            }

            return faults;
        });

    [Fact]
    public Task Endpoints_InEveryConfiguration_IncludeS3OnEveryPrivateTable() => StackMatrix.Holds((stack, settings) =>
    {
        var endpoints = stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint").ToList();
        var s3 = endpoints.Where(endpoint => endpoint.Inputs.Text("vpcEndpointType") == "Gateway").ToList();
        var tables = Tables(stack, "-private-").Select(table => table.Id!).Order(StringComparer.Ordinal);
        if (s3.Count != 1 || !s3[0].Inputs.List("routeTableIds").Texts.Order(StringComparer.Ordinal).SequenceEqual(tables))
            return ["the S3 endpoint misses a private route table"];
        return endpoints.Except(s3)
            .Where(endpoint => endpoint.Inputs.Boolean("privateDnsEnabled") != true
                || endpoint.Inputs.List("subnetIds").Count != settings.Network.Zones(settings.Region).Length
                || endpoint.Inputs.List("securityGroupIds").Count != 1)
            .Select(endpoint => $"{endpoint.Name} is not in every zone, by name, with a group");
    });

    [Fact]
    public Task DefaultGroup_InEveryConfiguration_LetsNothingThrough() => StackMatrix.Holds((stack, _) =>
    {
        var group = stack.OfType("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").Single();
        return group.Inputs.List("ingress").Count + group.Inputs.List("egress").Count == 0 ? [] : ["it has rules"];
    });

    [Fact]
    public async Task AddingAZone_ToARunningStack_MovesNoOtherSubnet()
    {
        var two = await StackMatrix.Record(StackMatrix.Cases.First(c => c.Name.StartsWith("2 zones, NAT PerAz, IPv4, Verify", StringComparison.Ordinal)));
        var four = await StackMatrix.Record(StackMatrix.Cases.First(c => c.Name.StartsWith("4 zones, NAT PerAz, IPv4, Verify", StringComparison.Ordinal)));
        var later = four.OfType("aws:ec2/subnet:Subnet").ToDictionary(subnet => subnet.Name, subnet => subnet.Inputs.Text("cidrBlock"));
        Assert.All(two.OfType("aws:ec2/subnet:Subnet"), subnet => Assert.Equal(subnet.Inputs.Text("cidrBlock"), later[subnet.Name]));
    }

    private static IEnumerable<RecordedResource> Tables(RecordedStack stack, string part) =>
        stack.OfType("aws:ec2/routeTable:RouteTable").Where(table => table.Name.Contains(part, StringComparison.Ordinal));

    private static IEnumerable<RecordedResource> Routes(RecordedStack stack, string part)
    {
        var ids = Tables(stack, part).Select(table => table.Id).ToHashSet();
        return stack.OfType("aws:ec2/route:Route").Where(route => ids.Contains(route.Inputs.Text("routeTableId")));
    }
}
