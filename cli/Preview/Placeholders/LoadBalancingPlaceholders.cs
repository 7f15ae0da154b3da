namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Elastic Load Balancing.</summary>
internal static class LoadBalancingPlaceholders
{
    private const string Service = "elasticloadbalancing";

    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:lb/loadBalancer:LoadBalancer":
                var suffix = $"app/{p.Name()}/{p.Hex(16)}";
                p.Id = p.Account.Arn(Service, $"loadbalancer/{suffix}");
                p.Set("arn", p.Id).Set("arnSuffix", suffix)
                    .Set("dnsName", $"{p.Name()}-{1_000_000_000 + p.Number(999_999_999)}.{p.Account.Region.Name}.elb.{p.Account.Region.DnsSuffix}")
                    .Set("zoneId", $"Z{AwsId.Letters($"elb {p.Account.Region.Name}", 13)}")
                    .Set("vpcId", $"vpc-{p.Hex(17, "vpc")}")
                    .Default("ipAddressType", "ipv4");
                break;
            case "aws:lb/targetGroup:TargetGroup":
                var group = $"targetgroup/{p.Name()}/{p.Hex(16)}";
                p.Id = p.Account.Arn(Service, group);
                p.Set("arn", p.Id).Set("arnSuffix", group).Default("ipAddressType", "ipv4");
                break;
            case "aws:lb/listener:Listener":
                p.Id = p.Account.Arn(Service, $"{Path(p["loadBalancerArn"], "loadbalancer", "listener")}/{p.Hex(16)}");
                p.Set("arn", p.Id);
                break;
            case "aws:lb/listenerRule:ListenerRule":
                p.Id = p.Account.Arn(Service, $"{Path(p["listenerArn"], "listener", "listener-rule")}/{p.Hex(16)}");
                p.Set("arn", p.Id);
                break;
            case "aws:lb/trustStore:TrustStore":
                var store = $"truststore/{p.Name()}/{p.Hex(16)}";
                p.Id = p.Account.Arn(Service, store);
                p.Set("arn", p.Id).Set("arnSuffix", store);
                break;
            case "aws:lb/trustStoreRevocation:TrustStoreRevocation":
                p.Id = $"{p["trustStoreArn"]},{1 + p.Number(1000)}";
                p.Set("revocationId", p.Id[(p.Id.LastIndexOf(',') + 1)..]);
                break;
        }
    }

    // A listener's ARN carries the path of its load balancer, a rule's that of its listener.
    private static string Path(string parentArn, string parentKind, string kind)
    {
        var start = parentArn.IndexOf($":{parentKind}/", StringComparison.Ordinal);
        return start < 0 ? kind : kind + parentArn[(start + parentKind.Length + 1)..];
    }
}
