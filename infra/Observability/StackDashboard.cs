using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using SecureApi.Gateway;
using SecureApi.Naming;

namespace SecureApi.Observability;

/// <summary>
/// One dashboard, read from the client inwards: traffic, who is refused and why, tasks, the way out.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html"/>
public sealed class StackDashboard : ComponentResource
{
    private const int Half = 12;

    /// <summary>Declares the dashboard.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Metrics and what to draw.</param>
    /// <param name="options">Parent and providers.</param>
    public StackDashboard(string name, StackDashboardArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:observability:StackDashboard", name, options)
    {
        var sections = ImmutableArray.Create(Traffic(args.Metrics), Refusals(args), Expiry(args), Tasks(args));
        if (!args.NatGateways.IsEmpty) sections = sections.Add(WayOut(args));

        var dashboard = new Dashboard($"{name}-dashboard", new DashboardArgs
        {
            DashboardName = args.Metrics.Names.Dashboard,
            DashboardBody = DashboardBody.Render(sections, args.RegionName),
        }, new CustomResourceOptions { Parent = this });

        Url = dashboard.DashboardName.Apply(dashboardName =>
            $"https://{args.RegionName}.console.aws.amazon.com/cloudwatch/home?region={args.RegionName}#dashboards:name={dashboardName}");
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url });
    }

    /// <summary>The dashboard in the console.</summary>
    public Output<string> Url { get; }

    private static DashboardSection Traffic(StackMetrics metrics) => new(
        "Traffic: what clients ask and how fast they are answered",
        new DashboardWidget("Requests a minute", new DashboardSeries("requests", metrics.Requests)),
        new DashboardWidget(
            "Latency, seconds",
            new DashboardSeries("p50", metrics.Latency("p50")),
            new DashboardSeries("p90", metrics.Latency("p90")),
            new DashboardSeries("p99", metrics.Latency("p99"))),
        new DashboardWidget("Gateway tasks by health", [.. Health(metrics)]),
        new DashboardWidget(
            "Errors by origin",
            new DashboardSeries("4xx from the load balancer", metrics.BalancerAnswers("4XX")),
            new DashboardSeries("5xx from the load balancer", metrics.BalancerAnswers("5XX")),
            new DashboardSeries("4xx from the gateway", metrics.TargetAnswers("4XX")),
            new DashboardSeries("5xx from the gateway", metrics.TargetAnswers("5XX")))
        {
            Width = 24,
        });

    private static DashboardSeries[] Health(StackMetrics metrics) =>
    [
        new("healthy", metrics.HealthyHosts),
        new("unhealthy", metrics.UnhealthyHosts),
        .. metrics.AlternateHealthyHosts is { } healthy ? [new DashboardSeries("healthy, second group", healthy)] : Array.Empty<DashboardSeries>(),
        .. metrics.AlternateUnhealthyHosts is { } unhealthy ? [new DashboardSeries("unhealthy, second group", unhealthy)] : Array.Empty<DashboardSeries>(),
    ];

    private static DashboardSection Refusals(StackDashboardArgs args)
    {
        var metrics = args.Metrics;
        return new DashboardSection(
            "Refusals: handshakes, certificates, firewall",
            new DashboardWidget(
                "TLS handshakes and connections refused",
                new DashboardSeries("client handshakes", metrics.RejectedHandshakes),
                new DashboardSeries("gateway handshakes", metrics.TargetHandshakeErrors),
                new DashboardSeries("connections", metrics.RejectedConnections)),
            new DashboardWidget(
                "Client certificates refused by the gateway",
                new DashboardSeries("refused", metrics.CertificateRejections)),
            new DashboardWidget(
                "Firewall",
                new DashboardSeries("allowed", metrics.Firewall("AllowedRequests", "ALL")),
                new DashboardSeries("blocked", metrics.Firewall("BlockedRequests", "ALL"))),
            new DashboardWidget(
                "Blocked by rule",
                [.. args.FirewallRules.Select(rule => new DashboardSeries(rule, metrics.Firewall("BlockedRequests", rule)))])
            {
                Stacked = true,
                Width = Half,
            },
            new DashboardWidget(
                "Counted by rule",
                [.. args.FirewallRules.Select(rule => new DashboardSeries(rule, metrics.Firewall("CountedRequests", rule)))])
            {
                Stacked = true,
                Width = Half,
            });
    }

    private static DashboardSection Expiry(StackDashboardArgs args)
    {
        var metrics = args.Metrics;
        var series = ImmutableArray.Create(
            new DashboardSeries("gateway certificate", metrics.DaysLeft(ExpiryMetrics.ServerCertificate)),
            new DashboardSeries("private CA", metrics.DaysLeft(ExpiryMetrics.CertificateAuthority)),
            new DashboardSeries("clients in use", metrics.DaysLeft(ExpiryMetrics.ClientCertificate)),
            new DashboardSeries("public certificate", metrics.PublicCertificateDaysLeft));
        if (args.WithRevocationLists)
            series = series.Add(new DashboardSeries("revocation lists", metrics.DaysLeft(ExpiryMetrics.RevocationList)));

        return new DashboardSection(
            "Expiry: what ends next; alarms at 30 and 7 days",
            new DashboardWidget("Days left", series) { Width = 24, PeriodSeconds = DashboardWidget.Day });
    }

    private static DashboardSection Tasks(StackDashboardArgs args) => new(
        "Tasks: running against wanted, and what they use",
        [.. args.Services.SelectMany(service => ServiceWidgets(service, args.Metrics))]);

    private static IEnumerable<DashboardWidget> ServiceWidgets(string service, StackMetrics metrics)
    {
        yield return new DashboardWidget(
            $"{service}: tasks",
            new DashboardSeries("running", metrics.RunningTasks(service)),
            new DashboardSeries("wanted", metrics.DesiredTasks(service)));
        yield return new DashboardWidget(
            $"{service}: CPU and memory, %",
            new DashboardSeries("CPU", metrics.Cpu(service)),
            new DashboardSeries("memory", metrics.Memory(service)));
        yield return new DashboardWidget(
            $"{service}: answers 5xx",
            new DashboardSeries("5xx", service == GatewayContract.Name ? metrics.TargetAnswers("5XX") : metrics.ServiceErrors(service)));
    }

    private static DashboardSection WayOut(StackDashboardArgs args) => new(
        "Way out: NAT gateways",
        new DashboardWidget(
            "Bytes to the internet",
            [.. args.NatGateways.MapValues((zone, gateway) => new DashboardSeries(zone, StackMetrics.NatBytesOut(gateway))).Values])
        {
            Width = Half,
        },
        new DashboardWidget(
            "Port errors and dropped packets",
            [
                .. args.NatGateways.MapValues((zone, gateway) => new DashboardSeries($"ports {zone}", StackMetrics.NatPortErrors(gateway))).Values,
                .. args.NatGateways.MapValues((zone, gateway) => new DashboardSeries($"drops {zone}", StackMetrics.NatDrops(gateway))).Values,
            ])
        {
            Width = Half,
        });
}
