using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>
/// What a stack costs in fixed units: what AWS bills for as long as it exists, counted, without prices, which differ by
/// region and contract. Traffic, requests and storage come on top.
/// </summary>
internal static class CostInventory
{
    /// <summary>The units of <paramref name="stack"/>; those that it has none of are left out.</summary>
    public static ImmutableArray<CostLine> Of(RecordedStack stack)
    {
        var lines = new List<CostLine>();
        var index = new ResourceIndex(stack);
        var balancers = stack.OfType("aws:lb/loadBalancer:LoadBalancer").ToList();

        Count(lines, stack, "aws:ec2/natGateway:NatGateway", "NAT gateway", "NAT gateways");
        Add(lines, EndpointZones(stack), "interface endpoint zone", "interface endpoint zones", "an interface endpoint in one zone");
        Add(lines, balancers.Count, "load balancer", "load balancers");
        Add(lines, PublicAddresses(stack, balancers), "public IPv4 address", "public IPv4 addresses", "Elastic IPs, and one for each zone of a public load balancer");
        lines.AddRange(TaskInventory.Of(stack, index));
        Count(lines, stack, "aws:wafv2/webAcl:WebAcl", "web ACL", "web ACLs");
        Add(lines, WafRules(stack), "WAF rule", "WAF rules");
        Count(lines, stack, "aws:kms/key:Key", "KMS key", "KMS keys");
        Count(lines, stack, "aws:secretsmanager/secret:Secret", "secret", "secrets");
        Count(lines, stack, "aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", "alarms");
        Count(lines, stack, "aws:cloudwatch/dashboard:Dashboard", "dashboard", "dashboards");
        Count(lines, stack, "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "private hosted zone", "private hosted zones");
        return [.. lines];
    }

    private static void Count(List<CostLine> lines, RecordedStack stack, string type, string one, string many) =>
        Add(lines, stack.OfType(type).Count(), one, many);

    private static void Add(List<CostLine> lines, int quantity, string one, string many, string note = "")
    {
        if (quantity > 0)
            lines.Add(new(FactList.Text(quantity), quantity == 1 ? one : many, note));
    }

    private static int EndpointZones(RecordedStack stack)
    {
        var zones = 0;
        foreach (var endpoint in stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint"))
            zones += endpoint.Inputs.List("subnetIds").Count;
        return zones;
    }

    private static int PublicAddresses(RecordedStack stack, List<RecordedResource> balancers)
    {
        var addresses = stack.OfType("aws:ec2/eip:Eip").Count();
        foreach (var balancer in balancers)
            addresses += balancer.Inputs.Boolean("internal") is true ? 0 : balancer.Inputs.List("subnets").Count;
        return addresses;
    }

    private static int WafRules(RecordedStack stack)
    {
        var rules = 0;
        foreach (var acl in stack.OfType("aws:wafv2/webAcl:WebAcl"))
            rules += acl.Inputs.List("rules").Count;
        return rules;
    }
}
