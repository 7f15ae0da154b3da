using System.Collections.Immutable;
using Pulumi;
using SecureApi.Common;

namespace SecureApi.CloudWatch;

/// <summary>Every metric of the stack's alarms and dashboard, by name.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"/>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html"/>
/// <seealso href="https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html"/>
/// <seealso href="https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html"/>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html"/>
public sealed class StackMetrics
{
    private const string LoadBalancing = "AWS/ApplicationELB";
    private const string Containers = "AWS/ECS";
    private const string Insights = "ECS/ContainerInsights";

    private readonly StackMetricsArgs _args;
    private readonly KeyValuePair<string, Input<string>> _loadBalancer;
    private readonly KeyValuePair<string, Input<string>> _targetGroup;
    private readonly KeyValuePair<string, Input<string>>? _alternateTargetGroup;

    /// <summary>The metrics of a stack.</summary>
    /// <param name="args">The resources whose metrics they are.</param>
    public StackMetrics(StackMetricsArgs args)
    {
        _args = args;
        _loadBalancer = Dimension("LoadBalancer", args.LoadBalancerSuffix);
        _targetGroup = Dimension("TargetGroup", args.TargetGroupSuffix);
        if (args.AlternateTargetGroupSuffix is { } alternate) _alternateTargetGroup = Dimension("TargetGroup", alternate);
    }

    /// <summary>The names of the stack, which give its own metrics their namespace.</summary>
    public ResourceNames Names => _args.Names;

    /// <summary>Requests that the load balancer took.</summary>
    public Metric Requests => Balancer("RequestCount", "Sum");

    /// <summary>Seconds from the load balancer to the gateway's answer.</summary>
    /// <param name="percentile">Such as <c>p99</c>.</param>
    public Metric Latency(string percentile) => Balancer("TargetResponseTime", percentile);

    /// <summary>Answers that the load balancer itself gave.</summary>
    /// <param name="family"><c>4XX</c> or <c>5XX</c>.</param>
    public Metric ElbHttpCodeCount(string family) => Balancer($"HTTPCode_ELB_{family}_Count", "Sum");

    /// <summary>Answers that came from the gateway.</summary>
    /// <param name="family"><c>2XX</c>, <c>4XX</c> or <c>5XX</c>.</param>
    public Metric TargetHttpCodeCount(string family) => Balancer($"HTTPCode_Target_{family}_Count", "Sum");

    /// <summary>TLS handshakes with clients that failed: a missing or refused client certificate among them.</summary>
    public Metric RejectedHandshakes => Balancer("ClientTLSNegotiationErrorCount", "Sum");

    /// <summary>TLS handshakes with the gateway that failed.</summary>
    public Metric TargetHandshakeErrors => Balancer("TargetTLSNegotiationErrorCount", "Sum");

    /// <summary>Connections refused because the load balancer was at its limit.</summary>
    public Metric RejectedConnections => Balancer("RejectedConnectionCount", "Sum");

    /// <summary>Gateway tasks that pass the health check.</summary>
    public Metric HealthyHosts => Targets("HealthyHostCount", "Minimum", _targetGroup);

    /// <summary>The same in the second target group; null where there is one only.</summary>
    public Metric? AlternateHealthyHosts => _alternateTargetGroup is { } group ? Targets("HealthyHostCount", "Minimum", group) : null;

    /// <summary>Gateway tasks that fail the health check.</summary>
    public Metric UnhealthyHosts => Targets("UnHealthyHostCount", "Maximum", _targetGroup);

    /// <summary>The same in the second target group; null where there is one only.</summary>
    public Metric? AlternateUnhealthyHosts => _alternateTargetGroup is { } group ? Targets("UnHealthyHostCount", "Maximum", group) : null;

    /// <summary>CPU utilization of a service's tasks, percent.</summary>
    /// <param name="service">The ECS service's name.</param>
    public Metric Cpu(string service) => OfService(Containers, "CPUUtilization", service, "Average");

    /// <summary>Memory utilization of a service's tasks, percent.</summary>
    /// <param name="service">The ECS service's name.</param>
    public Metric Memory(string service) => OfService(Containers, "MemoryUtilization", service, "Average");

    /// <summary>Running tasks.</summary>
    /// <param name="service">The ECS service's name.</param>
    public Metric RunningTasks(string service) => OfService(Insights, "RunningTaskCount", service, "Minimum");

    /// <summary>Desired tasks.</summary>
    /// <param name="service">The ECS service's name.</param>
    public Metric DesiredTasks(string service) => OfService(Insights, "DesiredTaskCount", service, "Maximum");

    /// <summary>Requests that a rule of the web ACL allowed, blocked or counted.</summary>
    /// <param name="outcome"><c>AllowedRequests</c>, <c>BlockedRequests</c> or <c>CountedRequests</c>.</param>
    /// <param name="rule">The rule's metric name; <c>ALL</c> for the whole web ACL.</param>
    public Metric Firewall(string outcome, string rule) => new(
        "AWS/WAFV2", outcome, "Sum",
        Dimension("WebACL", _args.WebAclName), Dimension("Region", _args.RegionName), Dimension("Rule", rule));

    /// <summary>Connections that a NAT gateway could not make because it had no free port.</summary>
    /// <param name="natGatewayId">The gateway's id.</param>
    public static Metric NatPortErrors(Output<string> natGatewayId) => Nat("ErrorPortAllocation", natGatewayId);

    /// <summary>Packets that a NAT gateway dropped.</summary>
    /// <param name="natGatewayId">The gateway's id.</param>
    public static Metric NatDrops(Output<string> natGatewayId) => Nat("PacketsDropCount", natGatewayId);

    /// <summary>Bytes sent to the internet through a NAT gateway.</summary>
    /// <param name="natGatewayId">The gateway's id.</param>
    public static Metric NatBytesOut(Output<string> natGatewayId) => Nat("BytesOutToDestination", natGatewayId);

    /// <summary>Requests that the gateway refused because of the client's certificate or its rights.</summary>
    public Metric CertificateRejections => new(Names.MetricNamespace, GatewayMetrics.CertificateRejections, "Sum");

    /// <summary>Answers 5xx as the gateway saw them from a service.</summary>
    /// <param name="service">The service's name.</param>
    public Metric ServiceErrors(string service) =>
        new(Names.MetricNamespace, GatewayMetrics.ServiceErrors, "Sum", Dimension("Service", service));

    /// <summary>Requests that the gateway passed to a service.</summary>
    /// <param name="service">The service's name.</param>
    public Metric ServiceRequests(string service) =>
        new(Names.MetricNamespace, GatewayMetrics.ServiceRequests, "Sum", Dimension("Service", service));

    /// <summary>Status lines that arrived from the gateway's tasks, each of which writes one a minute.</summary>
    public Metric GatewayStatusLines => new(Names.MetricNamespace, ExpiryMetrics.ServerCertificate, "SampleCount");

    /// <summary>Days until something expires: the minimum of the reported values.</summary>
    /// <param name="metric">A metric of <see cref="ExpiryMetrics"/>.</param>
    public Metric DaysLeft(string metric) => new(Names.MetricNamespace, metric, "Minimum");

    /// <summary>Days until the load balancer's certificate expires, from ACM.</summary>
    public Metric PublicCertificateDaysLeft => new(
        "AWS/CertificateManager", "DaysToExpiry", "Minimum", Dimension("CertificateArn", _args.CertificateArn));

    private static KeyValuePair<string, Input<string>> Dimension(string name, Input<string> value) => new(name, value);

    private static Metric Nat(string metric, Output<string> natGatewayId) =>
        new("AWS/NATGateway", metric, "Sum", Dimension("NatGatewayId", natGatewayId));

    private Metric Targets(string metric, string statistic, KeyValuePair<string, Input<string>> group) =>
        new(LoadBalancing, metric, statistic, group, _loadBalancer);

    private Metric Balancer(string metric, string statistic) => new(LoadBalancing, metric, statistic, _loadBalancer);

    private Metric OfService(string source, string metric, string service, string statistic) => new(
        source, metric, statistic, Dimension("ClusterName", _args.Names.Cluster), Dimension("ServiceName", service));
}

/// <summary>The resources whose metrics <see cref="StackMetrics"/> names.</summary>
public sealed record StackMetricsArgs
{
    /// <summary>The stack's fixed names.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>The region's name.</summary>
    public required string RegionName { get; init; }

    /// <summary>The load balancer's dimension, <c>app/name/id</c>.</summary>
    public required Output<string> LoadBalancerSuffix { get; init; }

    /// <summary>The gateway's target group, <c>targetgroup/name/id</c>.</summary>
    public required Output<string> TargetGroupSuffix { get; init; }

    /// <summary>The gateway's second target group, when deployments swap two; null otherwise.</summary>
    public Output<string>? AlternateTargetGroupSuffix { get; init; }

    /// <summary>The web ACL's name.</summary>
    public required Output<string> WebAclName { get; init; }

    /// <summary>The load balancer's ACM certificate.</summary>
    public required Output<string> CertificateArn { get; init; }
}

/// <summary>A CloudWatch metric, as alarms and dashboards both name it.</summary>
/// <param name="Namespace">Such as <c>AWS/ApplicationELB</c>.</param>
/// <param name="Name">Such as <c>RequestCount</c>.</param>
/// <param name="Statistic"><c>Sum</c>, <c>Average</c>, <c>Maximum</c>, <c>Minimum</c> or a percentile such as <c>p99</c>.</param>
/// <param name="Dimensions">Dimension names and values, in the order in which AWS documents them.</param>
public sealed record Metric(
    string Namespace, string Name, string Statistic, params ImmutableArray<KeyValuePair<string, Input<string>>> Dimensions)
{
    /// <summary>Whether <see cref="Statistic"/> is a percentile, which alarms take in another property.</summary>
    public bool IsPercentile => Statistic.StartsWith('p');

    /// <summary>The dimensions as an alarm takes them.</summary>
    public InputMap<string> DimensionMap()
    {
        var map = new InputMap<string>();
        foreach (var (name, value) in Dimensions) map.Add(name, value);
        return map;
    }
}
