using SecureApi.CloudWatch;

namespace SecureApi.Wiring;

/// <summary>What people look at: metrics from logs, alarms, saved queries, the dashboard.</summary>
internal sealed class Watch
{
    public Watch(StackContext context, Foundation foundation, PublicEdge edge, Workloads workloads)
    {
        var withRevocationLists = context.Settings.Mtls.Crl is not null;
        var gatewayLogs = workloads.Fleet.Gateway.LogGroupName;
        new GatewayMetrics(context.Name, new GatewayMetricsArgs
        {
            Names = context.Names,
            LogGroupName = gatewayLogs,
        }, context.Options());
        new ExpiryMetrics(context.Name, new ExpiryMetricsArgs
        {
            Names = context.Names,
            LogGroupName = gatewayLogs,
            WithRevocationLists = withRevocationLists,
        }, context.Options());
        new MetricAlarms(context.Name, new MetricAlarmsArgs
        {
            Names = context.Names,
            TopicArn = workloads.Topic.Arn,
            Alarms =
            [
                .. LoadBalancerAlarms.For(workloads.Metrics, context.Settings.Alarms, foundation.Network.NatGateways),
                .. ExpiryAlarms.For(workloads.Metrics, withRevocationLists),
                .. context.Images.SelectMany(image => ServiceAlarms.For(image, workloads.Metrics, context.Settings.Alarms)),
            ],
        }, context.Options());
        new SavedQueries(context.Name, new SavedQueriesArgs
        {
            Names = context.Names,
            GatewayLogGroup = gatewayLogs,
            FirewallLogGroup = edge.Firewall.LogGroupName,
            FlowLogGroup = foundation.FlowLogs?.LogGroupName,
        }, context.Options());
        Dashboard = new StackDashboard(context.Name, new StackDashboardArgs
        {
            Metrics = workloads.Metrics,
            Services = context.Images,
            FirewallRules = edge.Firewall.RuleMetrics,
            NatGateways = foundation.Network.NatGateways,
            WithRevocationLists = withRevocationLists,
            RegionName = context.Region.Name,
        }, context.Options());
    }

    public StackDashboard Dashboard { get; }
}
