using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.CloudWatch;

/// <summary>Alarms on the load balancer, the web ACL and the NAT gateways.</summary>
internal static class LoadBalancerAlarms
{
    /// <summary>A flood of refused handshakes or requests, far above what a mistaken client makes.</summary>
    private const int Flood = 500;

    public static ImmutableArray<AlarmSpec> For(
        StackMetrics metrics, AlarmConfig settings, ImmutableSortedDictionary<string, Output<string>> natGateways) =>
    [
        new AlarmSpec
        {
            Subject = "edge 5xx",
            Description = "The load balancer itself answers 5xx: no healthy gateway, or a time-out. See runbook incident.md.",
            Metric = metrics.ElbHttpCodeCount("5XX"),
            Against = metrics.Requests,
            Threshold = settings.ErrorPercent,
        },
        new AlarmSpec
        {
            Subject = "latency p99",
            Description = "One request in a hundred takes longer than the limit.",
            Metric = metrics.Latency("p99"),
            Threshold = settings.LatencyP99Milliseconds / 1000.0,
        },
        new AlarmSpec
        {
            Subject = "unhealthy gateways",
            Description = "A gateway task fails its health check: certificate, configuration or load. See its log group.",
            Metric = metrics.UnhealthyHosts,
            Against = metrics.AlternateUnhealthyHosts,
            Math = AlarmMath.Highest,
            Threshold = 1,
        },
        new AlarmSpec
        {
            Subject = "no healthy gateway",
            Description = "No gateway task passes its health check: every request fails.",
            Metric = metrics.HealthyHosts,
            Against = metrics.AlternateHealthyHosts,
            Math = AlarmMath.Highest,
            Threshold = 0,
            Below = true,
            Periods = 2,
            BadPeriods = 2,
        },
        new AlarmSpec
        {
            Subject = "rejected handshakes",
            Description = "Many TLS handshakes fail: a client with a bad or expired certificate, or a scan. See connection logs.",
            Metric = metrics.RejectedHandshakes,
            Threshold = Flood,
        },
        new AlarmSpec
        {
            Subject = "gateway handshakes",
            Description = "TLS between load balancer and gateway fails.",
            Metric = metrics.TargetHandshakeErrors,
            Threshold = 1,
        },
        new AlarmSpec
        {
            Subject = "rejected connections",
            Description = "The load balancer is at its connection limit.",
            Metric = metrics.RejectedConnections,
            Threshold = 1,
        },
        new AlarmSpec
        {
            Subject = "firewall blocks",
            Description = "The firewall refuses many requests: an attack, or a rule that hits a client. See WAF's log group.",
            Metric = metrics.Firewall("BlockedRequests", "ALL"),
            Threshold = Flood,
        },
        new AlarmSpec
        {
            Subject = "certificate rejections",
            Description = "The gateway refuses many clients: certificate, revocation or path. The log names client and reason.",
            Metric = metrics.CertificateRejections,
            Threshold = Flood / 10,
        },
        .. natGateways.Select(gateway => new AlarmSpec
        {
            Subject = $"nat {gateway.Key} ports",
            Description = "A NAT gateway has no port left for new connections to one destination.",
            Metric = StackMetrics.NatPortErrors(gateway.Value),
            Threshold = 1,
        }),
    ];
}
