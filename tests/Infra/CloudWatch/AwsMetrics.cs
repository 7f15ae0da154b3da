namespace SecureApi.Tests.Infra.CloudWatch;

/// <summary>
/// Metrics that AWS services publish, each with the sets of dimensions under which it is to be found, from the services'
/// documents. An alarm on another set waits for ever.
/// </summary>
internal static class AwsMetrics
{
    private const string Balancer = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html";
    private const string Containers = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html";
    private const string Insights = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html";
    private const string Firewall = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html";
    private const string Nat = "https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html";
    private const string Events = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html";
    private const string Certificates = "https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html";

    private static readonly string[] OfBalancer = ["LoadBalancer", "AvailabilityZone,LoadBalancer"];
    private static readonly string[] OfTargets = ["LoadBalancer", "AvailabilityZone,LoadBalancer", "LoadBalancer,TargetGroup", "AvailabilityZone,LoadBalancer,TargetGroup"];
    private static readonly string[] OfHosts = ["LoadBalancer,TargetGroup", "AvailabilityZone,LoadBalancer,TargetGroup"];
    private static readonly string[] OfService = ["ClusterName", "ClusterName,ServiceName"];
    private static readonly string[] OfRule = ["Region,Rule,WebACL"];

    /// <summary>Namespace and name; the dimension sets, names in alphabetical order; the statistics that say something; the document.</summary>
    public static readonly Dictionary<(string Namespace, string Name), (string[] Dimensions, string[] Statistics, string Document)> Published = new()
    {
        [("AWS/ApplicationELB", "RequestCount")] = (OfTargets, ["Sum"], Balancer),
        [("AWS/ApplicationELB", "TargetResponseTime")] = (OfTargets, ["Average", "p50", "p90", "p95", "p99"], Balancer),
        [("AWS/ApplicationELB", "HTTPCode_ELB_4XX_Count")] = (OfBalancer, ["Sum"], Balancer),
        [("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count")] = (OfBalancer, ["Sum"], Balancer),
        [("AWS/ApplicationELB", "HTTPCode_Target_2XX_Count")] = (OfTargets, ["Sum"], Balancer),
        [("AWS/ApplicationELB", "HTTPCode_Target_4XX_Count")] = (OfTargets, ["Sum"], Balancer),
        [("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count")] = (OfTargets, ["Sum"], Balancer),
        [("AWS/ApplicationELB", "ClientTLSNegotiationErrorCount")] = (OfBalancer, ["Sum"], Balancer),
        [("AWS/ApplicationELB", "TargetTLSNegotiationErrorCount")] = (OfTargets, ["Sum"], Balancer),
        [("AWS/ApplicationELB", "RejectedConnectionCount")] = (OfBalancer, ["Sum"], Balancer),
        [("AWS/ApplicationELB", "HealthyHostCount")] = (OfHosts, ["Average", "Minimum", "Maximum"], Balancer),
        [("AWS/ApplicationELB", "UnHealthyHostCount")] = (OfHosts, ["Average", "Minimum", "Maximum"], Balancer),
        [("AWS/ECS", "CPUUtilization")] = (OfService, ["Average", "Minimum", "Maximum"], Containers),
        [("AWS/ECS", "MemoryUtilization")] = (OfService, ["Average", "Minimum", "Maximum"], Containers),
        [("ECS/ContainerInsights", "RunningTaskCount")] = (["ClusterName,ServiceName"], ["Average", "Minimum", "Maximum"], Insights),
        [("ECS/ContainerInsights", "DesiredTaskCount")] = (["ClusterName,ServiceName"], ["Average", "Minimum", "Maximum"], Insights),
        [("AWS/WAFV2", "AllowedRequests")] = (OfRule, ["Sum"], Firewall),
        [("AWS/WAFV2", "BlockedRequests")] = (OfRule, ["Sum"], Firewall),
        [("AWS/WAFV2", "CountedRequests")] = (OfRule, ["Sum"], Firewall),
        [("AWS/NATGateway", "ErrorPortAllocation")] = (["NatGatewayId"], ["Sum"], Nat),
        [("AWS/NATGateway", "PacketsDropCount")] = (["NatGatewayId"], ["Sum"], Nat),
        [("AWS/NATGateway", "BytesOutToDestination")] = (["NatGatewayId"], ["Sum"], Nat),
        [("AWS/Events", "MatchedEvents")] = (["RuleName"], ["Sum", "SampleCount"], Events),
        [("AWS/CertificateManager", "DaysToExpiry")] = (["CertificateArn"], ["Minimum", "Maximum", "Average"], Certificates),
    };
}
