using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>VPC, subnets, routes, gateways, security groups and endpoints.</summary>
internal static class Ec2Placeholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:ec2/vpc:Vpc":
                Vpc(p);
                break;
            case "aws:ec2/subnet:Subnet":
                Identify(p, "subnet", "subnet");
                p.Default("availabilityZoneId", $"{ZonePrefix(p.Account.Region.Name)}-az{1 + p.Number(3)}").Set("ipv6CidrBlockAssociationId", $"subnet-cidr-assoc-{p.Hex(17, "ipv6")}");
                break;
            case "aws:ec2/internetGateway:InternetGateway":
                Identify(p, "igw", "internet-gateway");
                break;
            case "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway":
                p.Id = $"eigw-{p.Hex(17)}";
                break;
            case "aws:ec2/eip:Eip":
                Eip(p);
                break;
            case "aws:ec2/natGateway:NatGateway":
                p.Id = $"nat-{p.Hex(17)}";
                p.Set("publicIp", PublicAddress(p)).Default("privateIp", $"10.0.{p.Number(256, "b")}.{4 + p.Number(250)}")
                    .Set("networkInterfaceId", $"eni-{p.Hex(17, "eni")}").Set("associationId", $"eipassoc-{p.Hex(17, "assoc")}");
                break;
            case "aws:ec2/routeTable:RouteTable" or "aws:ec2/defaultRouteTable:DefaultRouteTable":
                Identify(p, "rtb", "route-table");
                break;
            case "aws:ec2/route:Route":
                p.Id = $"r-{p["routeTableId"]}{p.Number(1_000_000_000)}";
                p.Set("state", "active").Set("origin", "CreateRoute");
                break;
            case "aws:ec2/routeTableAssociation:RouteTableAssociation":
                p.Id = $"rtbassoc-{p.Hex(17)}";
                break;
            case "aws:ec2/securityGroup:SecurityGroup":
                p.Name();
                Identify(p, "sg", "security-group");
                p.Default("description", "Managed by Pulumi");
                break;
            case "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
                Identify(p, "sg", "security-group");
                p.Set("name", "default").Set("description", "default VPC security group");
                break;
            case "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl":
                Identify(p, "acl", "network-acl");
                break;
            case "aws:ec2/vpcEndpoint:VpcEndpoint":
                Endpoint(p);
                break;
            case "aws:ec2/flowLog:FlowLog":
                Identify(p, "fl", "vpc-flow-log");
                break;
        }
    }

    private static void Identify(Placeholder p, string prefix, string kind)
    {
        p.Id = $"{prefix}-{p.Hex(17)}";
        p.Set("arn", p.Account.Arn("ec2", $"{kind}/{p.Id}")).Set("ownerId", AwsAccount.Id);
    }

    private static void Vpc(Placeholder p)
    {
        Identify(p, "vpc", "vpc");
        var mainRouteTable = $"rtb-{p.Hex(17, "main")}";
        p.Set("defaultSecurityGroupId", $"sg-{p.Hex(17, "default")}")
            .Set("defaultNetworkAclId", $"acl-{p.Hex(17, "default")}")
            .Set("defaultRouteTableId", mainRouteTable)
            .Set("mainRouteTableId", mainRouteTable)
            .Set("dhcpOptionsId", $"dopt-{p.Hex(17, "dhcp")}");

        // From the range for documentation (RFC 3849). AWS assigns a /56.
        if (p.Inputs.Boolean("assignGeneratedIpv6CidrBlock") ?? false)
            p.Default("ipv6CidrBlock", $"2001:db8:{p.Hex(4)}:{p.Hex(2, "ipv6")}00::/56").Set("ipv6AssociationId", $"vpc-cidr-assoc-{p.Hex(17, "ipv6")}");
    }

    private static void Eip(Placeholder p)
    {
        Identify(p, "eipalloc", "elastic-ip");
        p.Set("allocationId", p.Id).Set("publicIp", PublicAddress(p)).Default("domain", "vpc");
    }

    private static void Endpoint(Placeholder p)
    {
        Identify(p, "vpce", "vpc-endpoint");
        var service = p["serviceName"];
        var name = $"{p.Id}-{p.Letters(8).ToLowerInvariant()}.{service[(service.LastIndexOf('.') + 1)..]}.{p.Account.Region.Name}.vpce.{p.Account.Region.DnsSuffix}";
        p.Set("state", "available")
            .Set("prefixListId", $"pl-{p.Hex(8)}")
            .Set("dnsEntries", new RecordedList([new RecordedMap(new Dictionary<string, RecordedValue>
            {
                ["dnsName"] = new RecordedText(name),
                ["hostedZoneId"] = new RecordedText($"Z{p.Letters(13)}"),
            })]));
    }

    // "euw1" of "eu-west-1", "apse2" of "ap-southeast-2": how AWS starts the ids of availability zones.
    private static string ZonePrefix(string region)
    {
        var parts = region.Split('-');
        var middle = parts[1..^1].Select(part => part.Replace("north", "n", StringComparison.Ordinal).Replace("south", "s", StringComparison.Ordinal))
            .Select(part => part.Replace("east", "e", StringComparison.Ordinal).Replace("west", "w", StringComparison.Ordinal))
            .Select(part => part.Length > 2 ? part[..1] : part);
        return $"{parts[0]}{string.Concat(middle)}{parts[^1]}";
    }

    // From TEST-NET-3 (RFC 5737).
    private static string PublicAddress(Placeholder p) => $"203.0.113.{1 + p.Number(254, "public")}";
}
