using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>Something that AWS bills by the month or the hour, used or not.</summary>
/// <param name="Quantity">The number of units.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Note">Where the number comes from; empty when that is plain.</param>
public sealed record CostLine(string Quantity, string Unit, string Note);

/// <summary>
/// What a stack costs in fixed units: what AWS bills for as long as it exists, counted, without prices, which differ by
/// region and contract. Traffic, requests and storage come on top.
/// </summary>
internal static class CostInventory
{
    /// <summary>Target tracking makes an alarm to scale out and one to scale in.</summary>
    private const int AlarmsOfAPolicy = 2;

    /// <summary>The units of a stack, except those that it has none of.</summary>
    public static ImmutableArray<CostLine> Of(RecordedStack stack, ResourceIndex index)
    {
        var balancers = stack.OfType("aws:lb/loadBalancer:LoadBalancer").ToList();
        var addresses = stack.OfType("aws:ec2/eip:Eip").Count()
            + balancers.Where(balancer => balancer.Inputs.Boolean("internal") is not true).Sum(balancer => balancer.Inputs.List("subnets").Count);
        return
        [
            .. Line(Count("aws:ec2/natGateway:NatGateway"), "NAT gateway"),
            .. Line(stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint").Sum(endpoint => endpoint.Inputs.List("subnetIds").Count), "interface endpoint zone", "an interface endpoint in one zone"),
            .. Line(balancers.Count, "load balancer"),
            .. Line(addresses, "public IPv4 address", "Elastic IPs, and one for each zone of a public load balancer", "public IPv4 addresses"),
            .. Tasks(stack, index),
            .. Line(Count("aws:wafv2/webAcl:WebAcl"), "web ACL"),
            .. Line(stack.OfType("aws:wafv2/webAcl:WebAcl").Sum(acl => acl.Inputs.List("rules").Count), "WAF rule"),
            .. Line(Count("aws:kms/key:Key"), "KMS key"),
            .. Line(Count("aws:secretsmanager/secret:Secret"), "secret"),
            .. Line(
                stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Sum(MetricsOf) + (AlarmsOfAPolicy * stack.OfType("aws:appautoscaling/policy:Policy").Sum(TrackedMetrics)),
                "alarm metric", "an alarm on several metrics pays for each; target tracking makes two alarms of a policy"),
            .. Line(Count("aws:cloudwatch/dashboard:Dashboard"), "dashboard"),
            .. Line(Count("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"), "private hosted zone"),
        ];

        int Count(string type) => stack.OfType(type).Count();
    }

    /// <summary>The metrics of an alarm: those of its expression, or its own.</summary>
    /// <seealso href="https://aws.amazon.com/cloudwatch/pricing/"/>
    private static int MetricsOf(RecordedResource alarm) => Math.Max(1, alarm.Inputs.List("metricQueries").Maps.Count(query => query.Map("metric").Count > 0));

    /// <summary>The metrics that each of a policy's alarms has; none for a policy of another kind.</summary>
    /// <seealso href="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html"/>
    private static int TrackedMetrics(RecordedResource policy)
    {
        var tracking = policy.Inputs.Map("targetTrackingScalingPolicyConfiguration");
        return tracking.Count == 0 ? 0 : Math.Max(1, tracking.Map("customizedMetricSpecification").List("metrics").Maps.Count(metric => metric.Map("metricStat").Count > 0));
    }

    private static IEnumerable<CostLine> Line(int quantity, string one, string note = "", string? many = null) =>
        quantity == 0 ? [] : [new(ResourceFacts.Number(quantity)!, quantity == 1 ? one : many ?? $"{one}s", note)];

    // The vCPUs and the memory of all running tasks, at their lowest and highest count, by architecture.
    private static IEnumerable<CostLine> Tasks(RecordedStack stack, ResourceIndex index)
    {
        var services = from service in stack.OfType("aws:ecs/service:Service")
                       let task = index.Find(service.Inputs.Text("taskDefinition"))
                       where task is not null
                       let scaling = Scaling(stack, service, index)?.Inputs
                       let wanted = service.Inputs.Number("desiredCount") ?? 0
                       let size = new TaskUnits(
                           task.Inputs.Map("runtimePlatform").Shown("cpuArchitecture") ?? "X86_64",
                           ResourceFacts.Vcpu(task.Inputs) ?? 0,
                           ResourceFacts.Gigabytes(task.Inputs) ?? 0,
                           scaling?.Number("minCapacity") ?? wanted,
                           scaling?.Number("maxCapacity") ?? wanted,
                           SpotShare(service.Inputs))
                       group size by size.Architecture into architecture
                       orderby architecture.Key
                       select architecture;
        foreach (var architecture in services)
        {
            var (highest, spot) = (architecture.Sum(task => task.Most * task.Vcpu), architecture.Sum(task => task.Most * task.Vcpu * task.SpotShare));
            var note = spot > 0 ? $"about {ResourceFacts.Number(Math.Round(100 * spot / highest))} % on Spot" : "";
            yield return new(Range(architecture.Sum(task => task.Least * task.Vcpu), highest), $"task vCPU {architecture.Key}", note);
            yield return new(Range(architecture.Sum(task => task.Least * task.Gigabytes), architecture.Sum(task => task.Most * task.Gigabytes)), $"task GB {architecture.Key}", "");
        }
    }

    private static string Range(double lowest, double highest) =>
        lowest == highest ? ResourceFacts.Number(lowest)! : $"{ResourceFacts.Number(lowest)} to {ResourceFacts.Number(highest)}";

    // The scalable target names a service as service/<cluster>/<service>.
    private static RecordedResource? Scaling(RecordedStack stack, RecordedResource service, ResourceIndex index)
    {
        var cluster = index.Find(service.Inputs.Text("cluster"))?.Outputs.Text("name");
        var id = $"service/{cluster}/{service.Outputs.Text("name")}";
        return stack.OfType("aws:appautoscaling/target:Target").FirstOrDefault(target => target.Inputs.Text("resourceId") == id);
    }

    private static double SpotShare(RecordedMap service)
    {
        var weights = service.List("capacityProviderStrategies").Maps.Select(strategy => (IsSpot: strategy.Text("capacityProvider") == "FARGATE_SPOT", Weight: strategy.Number("weight") ?? 0)).ToList();
        var all = weights.Sum(strategy => strategy.Weight);
        return all > 0 ? weights.Where(strategy => strategy.IsSpot).Sum(strategy => strategy.Weight) / all : 0;
    }

    private sealed record TaskUnits(string Architecture, double Vcpu, double Gigabytes, double Least, double Most, double SpotShare);
}
