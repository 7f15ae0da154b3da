using System.Collections.Immutable;
using System.Globalization;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Costs;

/// <summary>Something that AWS bills for as long as it exists, used or not.</summary>
/// <param name="Key">The price's key in the price list.</param>
/// <param name="Quantity">The number of units.</param>
/// <param name="Unit">The unit, in the number that fits the quantity.</param>
/// <param name="Note">How the units were counted; empty when that is plain.</param>
/// <param name="Price">The unit's price; null when the list lacks it.</param>
public sealed record FixedCost(string Key, double Quantity, string Unit, string Note, UnitPrice? Price)
{
    /// <summary>What a month of it costs; null when the price is missing.</summary>
    public decimal? Monthly => Price is null ? null : (decimal)Quantity * Price.Price * (Price.Per == "hour" ? PriceList.HoursPerMonth : 1);
}

/// <summary>Something that AWS bills by its use, which nobody knows beforehand.</summary>
/// <param name="Key">The price's key in the price list.</param>
/// <param name="What">What is used.</param>
/// <param name="Price">The unit's price; null when the list lacks it.</param>
public sealed record UsageCost(string Key, string What, UnitPrice? Price);

/// <summary>
/// What a stack costs a month: everything with a fixed price, counted, at the tasks' lowest number; and the prices of what is
/// billed by use, which is not in the sum. Nothing has a price that the price list does not have.
/// </summary>
public sealed class CostEstimate
{
    private readonly RecordedStack stack;
    private readonly ResourceIndex index;

    internal CostEstimate(RecordedStack stack, ResourceIndex index, PriceList? prices)
    {
        (this.stack, this.index, Prices) = (stack, index, prices);
        Fixed = [.. Units().Where(unit => unit.Quantity > 0).Select(unit => unit with { Price = PriceOf(unit.Key) })];
        Usage = [.. Used().Where(use => use.Price is not null)];
    }

    /// <summary>The price list; null when there is none of the stack's region.</summary>
    public PriceList? Prices { get; }

    /// <summary>What is billed for as long as it exists.</summary>
    public ImmutableArray<FixedCost> Fixed { get; }

    /// <summary>What is billed by use, with the prices that the list has.</summary>
    public ImmutableArray<UsageCost> Usage { get; }

    /// <summary>What the priced fixed parts cost a month; null without a price list.</summary>
    public decimal? Monthly => Prices is null ? null : Fixed.Sum(cost => cost.Monthly ?? 0);

    /// <summary>Fixed parts that the list has no price for. They are not in <see cref="Monthly"/>.</summary>
    public IEnumerable<FixedCost> Unpriced => Fixed.Where(cost => cost.Monthly is null);

    /// <summary>The sum with its basis and what it lacks, in a sentence.</summary>
    public string Summary => Prices is null
        ? $"No prices of {stack.Region.Name} are at hand. Make prices/{stack.Region.Name}.json with: scripts/read-prices {stack.Region.Name}"
        : $"About {Money(Monthly!.Value)} a month in fixed parts ({Prices.Basis}; {PriceList.HoursPerMonth} hours), tasks at their minimum{Missing()}. Use comes on top.";

    /// <summary>An amount: <c>12.40</c>.</summary>
    public static string Money(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>A quantity without needless digits.</summary>
    public static string Number(double quantity) => ResourceFacts.Number(quantity)!;

    private string Missing() => Unpriced.Select(cost => $"{Number(cost.Quantity)} {cost.Unit}").ToList() is { Count: > 0 } missing
        ? $"; without {string.Join(" and ", missing)}, whose price is missing"
        : "";

    private UnitPrice? PriceOf(string key) => Prices?.Prices.GetValueOrDefault(key);

    private IEnumerable<FixedCost> Units()
    {
        var balancers = stack.OfType("aws:lb/loadBalancer:LoadBalancer").ToList();
        var tasks = RunningTasks().ToList();
        var addresses = stack.OfType("aws:ec2/eip:Eip").Count()
            + balancers.Where(balancer => balancer.Inputs.Boolean("internal") is not true).Sum(balancer => balancer.Inputs.List("subnets").Count)
            + tasks.Where(task => task.HasPublicAddress).Sum(task => task.Number);
        yield return Unit("natGateway", Count("aws:ec2/natGateway:NatGateway"), "NAT gateway");
        yield return Unit("interfaceEndpoint", stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint").Sum(endpoint => endpoint.Inputs.List("subnetIds").Count), "interface endpoint zone", "an interface endpoint in one zone");
        yield return Unit("loadBalancer", balancers.Count, "load balancer");
        yield return Unit("trustStore", Count("aws:lb/trustStore:TrustStore"), "trust store");
        yield return Unit("publicIpv4", addresses, "public IPv4 address", "Elastic IPs, and one for each zone of a public load balancer", "public IPv4 addresses");
        foreach (var architecture in tasks.GroupBy(task => task.Architecture).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var (key, name) = architecture.Key == "ARM64" ? ("Arm64", "ARM64") : ("X86", "x86-64");
            var spot = architecture.Sum(task => task.OnSpot);
            var note = spot > 0 ? $"{Number(architecture.Sum(task => task.Number))} tasks; {Number(spot)} of them on Spot, counted at the on-demand price, which they stay below" : $"{Number(architecture.Sum(task => task.Number))} tasks";
            yield return Unit($"fargateVcpu{key}", architecture.Sum(task => task.Number * task.Vcpu), $"task vCPU {name}", note, $"task vCPU {name}");
            yield return Unit($"fargateMemory{key}", architecture.Sum(task => task.Number * task.Gigabytes), $"task GB {name}", "", $"task GB {name}");
        }

        yield return Unit("webAcl", Count("aws:wafv2/webAcl:WebAcl"), "web ACL");
        yield return Unit("wafRule", stack.OfType("aws:wafv2/webAcl:WebAcl").Sum(acl => acl.Inputs.List("rules").Count), "WAF rule", "a rule group counts as a rule");
        foreach (var unit in Alarms())
            yield return unit;
        yield return Unit("dashboard", Count("aws:cloudwatch/dashboard:Dashboard"), "dashboard", "an account's first three are free");
        yield return Unit("kmsKey", Count("aws:kms/key:Key"), "KMS key", "each of the first two rotations adds the same again");
        yield return Unit("secret", Count("aws:secretsmanager/secret:Secret"), "secret");
        yield return Unit("hostedZone", Count("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"), "private hosted zone");
    }

    // CloudWatch bills an alarm by the metrics that it reads: https://aws.amazon.com/cloudwatch/pricing/
    // Application Auto Scaling makes two alarms for each target tracking policy, one for each direction:
    // https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
    private IEnumerable<FixedCost> Alarms()
    {
        var alarms = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Select(alarm => (IsQuick: IsHighResolution(alarm.Inputs), Metrics: AlarmMetrics(alarm.Inputs))).ToList();
        var policies = stack.OfType("aws:appautoscaling/policy:Policy").Where(policy => policy.Inputs.Text("policyType") == "TargetTrackingScaling").ToList();
        var tracked = policies.Sum(policy => 2 * Math.Max(1, policy.Inputs.Map("targetTrackingScalingPolicyConfiguration").Map("customizedMetricSpecification").List("metrics").Maps.Count(metric => metric["metricStat"] is not null)));
        var own = alarms.Where(alarm => !alarm.IsQuick).Sum(alarm => alarm.Metrics);
        var note = tracked > 0 ? $"{own} in {Plural(alarms.Count(alarm => !alarm.IsQuick), "alarm")}, {tracked} in the two alarms of each of {Plural(policies.Count, "scaling policy", "scaling policies")}" : "";
        yield return Unit("alarmMetric", own + tracked, "alarm metric", note);
        yield return Unit("alarmMetricHighResolution", alarms.Where(alarm => alarm.IsQuick).Sum(alarm => alarm.Metrics), "high-resolution alarm metric", "periods below a minute");
        yield return Unit("compositeAlarm", Count("aws:cloudwatch/compositeAlarm:CompositeAlarm"), "composite alarm");
    }

    // Metric math reads several. A band of anomaly detection is two more for each.
    private static int AlarmMetrics(RecordedMap alarm) =>
        Math.Max(1, alarm.List("metricQueries").Maps.Count(query => query["metric"] is not null)) * (alarm["thresholdMetricId"] is null ? 1 : 3);

    private static bool IsHighResolution(RecordedMap alarm) =>
        alarm.List("metricQueries").Maps.Select(query => query.Map("metric").Number("period")).Append(alarm.Number("period")).Any(period => period < 60);

    private IEnumerable<UsageCost> Used()
    {
        bool Has(string type) => stack.OfType(type).Any();
        if (Has("aws:ec2/natGateway:NatGateway"))
            yield return Use("natGatewayData", "through the NAT gateways");
        if (stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint").Any(endpoint => endpoint.Inputs.List("subnetIds").Count > 0))
            yield return Use("interfaceEndpointData", "through the interface endpoints");
        if (Has("aws:lb/loadBalancer:LoadBalancer"))
            yield return Use("loadBalancerCapacity", "of the load balancer's use");
        if (Has("aws:ec2/vpc:Vpc"))
            yield return Use("dataOut", "sent to the internet");
        if (Has("aws:wafv2/webAcl:WebAcl"))
            yield return Use("wafRequests", "through the web ACL");
        if (Has("aws:cloudwatch/logGroup:LogGroup"))
        {
            yield return Use("logIngestion", "of logs; flow, firewall and access logs have their own tiers");
            yield return Use("logStorage", "of logs kept; how long is not in the sum");
        }

        if (Has("aws:cloudwatch/logMetricFilter:LogMetricFilter") || Has("aws:ecs/cluster:Cluster"))
            yield return Use("customMetric", "each month: log metric filters, the gateway's metrics, Container Insights");
        if (Has("aws:s3/bucket:Bucket"))
            yield return Use("objectStorage", "in the buckets");
        if (Has("aws:ecr/repository:Repository"))
            yield return Use("imageStorage", "of images");
        if (Has("aws:kms/key:Key"))
            yield return Use("kmsRequests", "to the key");

        UsageCost Use(string key, string what) => new(key, what, PriceOf(key));
    }

    private int Count(string type) => stack.OfType(type).Count();

    private static FixedCost Unit(string key, double quantity, string one, string note = "", string? many = null) =>
        new(key, quantity, quantity == 1 ? one : many ?? $"{one}s", note, null);

    private static string Plural(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? $"{one}s")}";

    private IEnumerable<Tasks> RunningTasks() =>
        from service in stack.OfType("aws:ecs/service:Service")
        let task = index.Find(service.Inputs.Text("taskDefinition"))
        where task is not null
        let number = Scaling(service)?.Inputs.Number("minCapacity") ?? service.Inputs.Number("desiredCount") ?? 0
        where number > 0
        select new Tasks(
            task.Inputs.Map("runtimePlatform").Shown("cpuArchitecture") ?? "X86_64",
            ResourceFacts.Vcpu(task.Inputs) ?? 0,
            ResourceFacts.Gigabytes(task.Inputs) ?? 0,
            number,
            OnSpot(service.Inputs, number),
            service.Inputs.Map("networkConfiguration").Boolean("assignPublicIp") is true);

    // The scalable target names a service as service/<cluster>/<service>.
    private RecordedResource? Scaling(RecordedResource service)
    {
        var cluster = index.Find(service.Inputs.Text("cluster"))?.Outputs.Text("name");
        var id = $"service/{cluster}/{service.Outputs.Text("name")}";
        return stack.OfType("aws:appautoscaling/target:Target").FirstOrDefault(target => target.Inputs.Text("resourceId") == id);
    }

    // The base comes first, the weights share the rest.
    private static double OnSpot(RecordedMap service, double tasks)
    {
        var strategies = service.List("capacityProviderStrategies").Maps.Select(strategy =>
            (IsSpot: strategy.Text("capacityProvider") == "FARGATE_SPOT", Base: strategy.Number("base") ?? 0, Weight: strategy.Number("weight") ?? 0)).ToList();
        var fixedTasks = Math.Min(tasks, strategies.Sum(strategy => strategy.Base));
        var weights = strategies.Sum(strategy => strategy.Weight);
        var spot = strategies.Where(strategy => strategy.IsSpot).ToList();
        return Math.Round(Math.Min(tasks, spot.Sum(strategy => strategy.Base)) + (weights > 0 ? (tasks - fixedTasks) * spot.Sum(strategy => strategy.Weight) / weights : 0));
    }

    private sealed record Tasks(string Architecture, double Vcpu, double Gigabytes, double Number, double OnSpot, bool HasPublicAddress);
}

/// <summary>Costs in words, for every report.</summary>
internal static class CostText
{
    /// <summary>What a month costs: <c>105.12</c>, or <c>no price</c>; nothing without a price list.</summary>
    public static string Monthly(CostEstimate costs, FixedCost cost) =>
        costs.Prices is null ? "" : cost.Monthly is { } monthly ? CostEstimate.Money(monthly) : "no price";

    /// <summary>The unit's price, and how the units were counted.</summary>
    public static string Basis(FixedCost cost) => ResourceFacts.Join([cost.Price is { } price ? $"{Exact(price.Price)} per {price.Per}" : null, cost.Note]);

    /// <summary>A price by use: <c>0.048 per GB through the NAT gateways</c>.</summary>
    public static string Of(UsageCost use) => $"{Exact(use.Price!.Price)} per {use.Price.Per} {use.What}";

    private static string Exact(decimal price) => price.ToString("0.##########", CultureInfo.InvariantCulture);
}
