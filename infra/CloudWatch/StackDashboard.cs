using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using SecureApi.Common;
using SecureApi.Gateway;

namespace SecureApi.CloudWatch;

/// <summary>
/// One dashboard, from the client inwards: traffic, refused clients, tasks, outbound traffic.
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
        : base("secure-api:cloud-watch:StackDashboard", name, options)
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

    /// <summary>How many graphs and headlines the dashboard has.</summary>
    /// <param name="images">The gateway and the services.</param>
    /// <param name="withNatGateways">Whether there is a way out over NAT.</param>
    internal static int Widgets(int images, bool withNatGateways) => 14 + (3 * images) + (withNatGateways ? 3 : 0);

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
            new DashboardSeries("4xx from the load balancer", metrics.ElbHttpCodeCount("4XX")),
            new DashboardSeries("5xx from the load balancer", metrics.ElbHttpCodeCount("5XX")),
            new DashboardSeries("4xx from the gateway", metrics.TargetHttpCodeCount("4XX")),
            new DashboardSeries("5xx from the gateway", metrics.TargetHttpCodeCount("5XX")))
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
            new DashboardSeries("5xx", service == GatewayContract.Name ? metrics.TargetHttpCodeCount("5XX") : metrics.ServiceErrors(service)));
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

/// <summary>The arguments of <see cref="StackDashboard"/>.</summary>
public sealed record StackDashboardArgs
{
    /// <summary>Every metric of the stack.</summary>
    public required StackMetrics Metrics { get; init; }

    /// <summary>The gateway and the services, in the order in which they are drawn.</summary>
    public required ImmutableArray<string> Services { get; init; }

    /// <summary>The metric name of each firewall rule.</summary>
    public required ImmutableArray<string> FirewallRules { get; init; }

    /// <summary>NAT gateways by zone; empty without NAT.</summary>
    public required ImmutableSortedDictionary<string, Output<string>> NatGateways { get; init; }

    /// <summary>Whether the gateway has revocation lists.</summary>
    public required bool WithRevocationLists { get; init; }

    /// <summary>The region's name.</summary>
    public required string RegionName { get; init; }
}

/// <summary>Lays out sections and writes the body of a dashboard.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html"/>
internal static class DashboardBody
{
    private const int Columns = 24;
    private const int HeadlineHeight = 1;

    /// <summary>The JSON text, once all dimensions are known.</summary>
    public static Output<string> Render(ImmutableArray<DashboardSection> sections, string region)
    {
        var dimensions = sections.SelectMany(section => section.Widgets)
            .SelectMany(widget => widget.Series)
            .SelectMany(series => series.Metric.Dimensions)
            .Select(dimension => dimension.Value);
        return Output.All(dimensions).Apply(values =>
            JsonText.Of(new { Widgets = Layout(sections, region, new Queue<string>(values)).ToArray() }));
    }

    /// <param name="sections">What to place.</param>
    /// <param name="region">The region of the metrics.</param>
    /// <param name="values">The values of all dimensions, in the order in which the series have them.</param>
    private static IEnumerable<object> Layout(ImmutableArray<DashboardSection> sections, string region, Queue<string> values)
    {
        var y = 0;
        foreach (var section in sections)
        {
            yield return new
            {
                Type = "text",
                X = 0,
                Y = y,
                Width = Columns,
                Height = HeadlineHeight,
                Properties = new { Markdown = $"## {section.Title}" },
            };
            y += HeadlineHeight;
            var x = 0;
            foreach (var widget in section.Widgets)
            {
                if (x + widget.Width > Columns)
                {
                    x = 0;
                    y += DashboardWidget.Height;
                }

                yield return Graph(widget, x, y, region, values);
                x += widget.Width;
            }

            y += DashboardWidget.Height;
        }
    }

    private static object Graph(DashboardWidget widget, int x, int y, string region, Queue<string> values) => new
    {
        Type = "metric",
        X = x,
        Y = y,
        widget.Width,
        DashboardWidget.Height,
        Properties = new
        {
            widget.Title,
            View = "timeSeries",
            widget.Stacked,
            Region = region,
            Period = widget.PeriodSeconds,
            Metrics = widget.Series.Select(series => Line(series, values)).ToArray(),
        },
    };

    /// <summary>An array: namespace, name, dimensions and how to draw them.</summary>
    private static object[] Line(DashboardSeries series, Queue<string> values) =>
    [
        series.Metric.Namespace,
        series.Metric.Name,
        .. series.Metric.Dimensions.SelectMany(dimension => new[] { dimension.Key, values.Dequeue() }),
        new { series.Label, Stat = series.Metric.Statistic, YAxis = series.Right ? "right" : null },
    ];
}

/// <summary>A headline and the graphs below it.</summary>
/// <param name="Title">The headline, with one sentence on what to look for.</param>
/// <param name="Widgets">The graphs, placed from left to right in rows of 24 columns.</param>
internal sealed record DashboardSection(string Title, params ImmutableArray<DashboardWidget> Widgets);

/// <summary>A line of a widget.</summary>
/// <param name="Label">As the legend shows it.</param>
/// <param name="Metric">What it draws.</param>
/// <param name="Right">On the right axis.</param>
internal sealed record DashboardSeries(string Label, Metric Metric, bool Right = false);

/// <summary>A graph of the dashboard.</summary>
/// <param name="Title">What question it answers.</param>
/// <param name="Series">The lines.</param>
internal sealed record DashboardWidget(string Title, params ImmutableArray<DashboardSeries> Series)
{
    /// <summary>Areas on top of each other instead of lines.</summary>
    public bool Stacked { get; init; }

    /// <summary>Columns of the grid's 24.</summary>
    public int Width { get; init; } = 8;

    /// <summary>The period of a point, in seconds.</summary>
    public int PeriodSeconds { get; init; } = 60;

    /// <summary>The seconds of a day.</summary>
    public const int Day = 86_400;

    /// <summary>Rows of the grid.</summary>
    public const int Height = 6;
}
