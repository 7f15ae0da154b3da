using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.CloudWatch;

/// <summary>Alarms on the load balancer, the web ACL, the NAT gateways and the gateway's log.</summary>
internal static class LoadBalancerAlarms
{
    /// <summary>A flood of refused handshakes or requests, far above what a mistaken client makes.</summary>
    private const int Flood = 500;

    /// <summary>Blocked requests a minute below which their share says nothing.</summary>
    private const int LeastBlocked = 20;

    /// <summary>Refusals in five minutes, all through an hour: a client that keeps trying, not a scan that passes.</summary>
    private const int KeepsTrying = 5;

    public static ImmutableArray<AlarmSpec> For(
        StackMetrics metrics,
        AlarmConfig settings,
        ImmutableSortedDictionary<string, Output<string>> natGateways,
        ImmutableArray<string> countingRules,
        bool gatewayRuns,
        bool withFirewallLog) =>
    [
        new AlarmSpec
        {
            Subject = "edge 5xx",
            Meaning = "The load balancer itself answers 5xx: no gateway task, or a time-out.",
            Runbook = "edge-5xx",
            Query = "slow requests",
            Severity = AlarmSeverity.Urgent,
            Metrics = AlarmSpec.Of(("errors", metrics.ElbHttpCodeCount("5XX")), ("requests", metrics.Requests)),

            // Without a registered target there is no RequestCount: the errors are all requests then.
            Expression = "IF(errors >= 2, 100 * errors / (errors + FILL(requests, 0)))",
            Threshold = settings.ErrorPercent,
            Periods = 3,
            BadPeriods = 2,
        },
        new AlarmSpec
        {
            Subject = "latency p99",
            Meaning = "One request in a hundred takes longer than the limit.",
            Runbook = "latency-p99",
            Query = "slow requests",
            Metrics = AlarmSpec.One(metrics.Latency("p99")),
            Threshold = settings.LatencyP99Milliseconds / 1000.0,
        },
        Hosts(metrics.UnhealthyHosts, metrics.AlternateUnhealthyHosts, new AlarmSpec
        {
            Subject = "unhealthy gateways",
            Meaning = "A gateway task fails its health check: certificate, configuration or load.",
            Runbook = "unhealthy-gateways",
            Query = "gateway errors",
            Metrics = AlarmSpec.Of(),
            Threshold = 1,
        }),
        Hosts(metrics.HealthyHosts, metrics.AlternateHealthyHosts, new AlarmSpec
        {
            Subject = "no healthy gateway",
            Meaning = "No gateway task passes its health check: every request fails, or soon will.",
            Runbook = "no-healthy-gateway",
            Query = "gateway errors",
            Severity = AlarmSeverity.Urgent,
            Metrics = AlarmSpec.Of(),
            Threshold = 0,
            Below = true,
            Periods = 2,
            BadPeriods = 2,
        }),
        new AlarmSpec
        {
            Subject = "rejected handshakes",
            Meaning = "Very many TLS handshakes fail: a scan, an attack, or a client in a loop.",
            Runbook = "rejected-handshakes",
            Query = "refused clients",
            Metrics = AlarmSpec.One(metrics.RejectedHandshakes),
            Threshold = Flood,
        },
        new AlarmSpec
        {
            Subject = "refused clients",
            Meaning = "Some client has been refused for an hour without a break: its certificate ended, or it was never let in.",
            Runbook = "refused-clients",
            Query = "refused clients",
            Metrics = AlarmSpec.Of(("handshakes", metrics.RejectedHandshakes), ("rejections", metrics.CertificateRejections)),

            // The gateway's filter gives zeros of its own.
            Expression = "FILL(handshakes, 0) + rejections",
            Threshold = KeepsTrying,
            PeriodSeconds = 300,
            Periods = 12,
            BadPeriods = 12,
        },
        new AlarmSpec
        {
            Subject = "gateway handshakes",
            Meaning = "TLS between load balancer and gateway fails.",
            Runbook = "gateway-handshakes",
            Query = "gateway errors",
            Metrics = AlarmSpec.One(metrics.TargetHandshakeErrors),
            Threshold = 1,
        },
        new AlarmSpec
        {
            Subject = "rejected connections",
            Meaning = "The load balancer is at its connection limit.",
            Runbook = "rejected-connections",
            Query = "requests by client",
            Metrics = AlarmSpec.One(metrics.RejectedConnections),
            Threshold = 1,
        },
        new AlarmSpec
        {
            Subject = "firewall blocks",
            Meaning = "The firewall refuses very many requests: an attack, or a rule that hits a client.",
            Runbook = "firewall-blocks",
            Query = withFirewallLog ? "firewall blocks" : null,
            Metrics = AlarmSpec.One(metrics.Firewall("BlockedRequests", "ALL")),
            Threshold = Flood,
        },
        new AlarmSpec
        {
            Subject = "firewall share",
            Meaning = "The firewall refuses more requests than it lets through.",
            Runbook = "firewall-share",
            Query = withFirewallLog ? "firewall blocks" : null,
            Severity = AlarmSeverity.Urgent,
            Metrics = AlarmSpec.Of(("blocked", metrics.Firewall("BlockedRequests", "ALL")), ("allowed", metrics.Firewall("AllowedRequests", "ALL"))),
            Expression = $"IF(blocked >= {LeastBlocked}, 100 * blocked / (blocked + FILL(allowed, 0)))",
            Threshold = 50,
        },
        .. countingRules.IsEmpty ? Array.Empty<AlarmSpec>() :
        [
            new AlarmSpec
            {
                Subject = "firewall counts",
                Meaning = "Very many requests match a rule against attacks that only counts, so they pass.",
                Runbook = "firewall-counts",
                Query = withFirewallLog ? "firewall counts" : null,
                Metrics = AlarmSpec.Of([.. countingRules.Select((rule, index) => ($"counted{index}", metrics.Firewall("CountedRequests", rule)))]),
                Expression = countingRules.Length == 1 ? null : string.Join(" + ", countingRules.Select((_, index) => $"FILL(counted{index}, 0)")),
                Threshold = Flood,
            },
        ],
        new AlarmSpec
        {
            Subject = "certificate rejections",
            Meaning = "The gateway refuses many requests for the client's certificate, its revocation or the path.",
            Runbook = "certificate-rejections",
            Query = "refused clients",
            Metrics = AlarmSpec.One(metrics.CertificateRejections),
            Threshold = Flood / 10,
        },
        new AlarmSpec
        {
            Subject = "gateway log",
            Meaning = "The line that the gateway logs every minute does not arrive: alarms made from its log are blind.",
            Runbook = "gateway-log",
            Query = "gateway errors",

            // A gateway at rest writes it too; nothing else of the log comes in a quiet night.
            Metrics = AlarmSpec.One(metrics.GatewayStatusLines),
            Expression = $"FILL(metric, {(gatewayRuns ? 0 : 1)})",
            Threshold = 0,
            Below = true,
            BadPeriods = 5,
        },
        .. natGateways.Select(gateway => new AlarmSpec
        {
            Subject = $"nat {gateway.Key} ports",
            Meaning = "A NAT gateway has no port left for new connections to one destination.",
            Runbook = "nat-ports",
            Metrics = AlarmSpec.One(StackMetrics.NatPortErrors(gateway.Value)),
            Threshold = 1,
        }),
    ];

    /// <summary>A count of targets; the higher of the two groups where deployments swap them.</summary>
    private static AlarmSpec Hosts(Metric metric, Metric? alternate, AlarmSpec spec) => alternate is null
        ? spec with { Metrics = AlarmSpec.One(metric) }
        : spec with { Metrics = AlarmSpec.Of(("metric", metric), ("against", alternate)), Expression = "MAX([metric, against])" };
}
