using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Gateway;

namespace SecureApi.Cli.Audit.Alarms;

/// <summary>The tasks of the gateway or of a service.</summary>
/// <param name="Running">Tasks in the state RUNNING.</param>
/// <param name="Desired">Tasks that there should be.</param>
/// <param name="Cpu">CPU utilization, percent.</param>
/// <param name="Memory">Memory utilization, percent.</param>
internal sealed record TaskSituation(int Running, int Desired, double Cpu, double Memory);

/// <summary>What goes on in a minute, as somebody would see it who sees everything. Counts are of that minute.</summary>
internal sealed record Situation
{
    /// <summary>Requests that clients send over established connections.</summary>
    public double Requests { get; init; }

    /// <summary>The part of the requests that is for a service, from 0 to 1.</summary>
    public required ImmutableSortedDictionary<string, double> Share { get; init; }

    /// <summary>The part of a service's requests that it answers with 500, from 0 to 1.</summary>
    public ImmutableSortedDictionary<string, double> Failing { get; init; } = SortedMaps.Empty<double>();

    /// <summary>The tasks by <c>gateway</c> and service.</summary>
    public required ImmutableSortedDictionary<string, TaskSituation> Tasks { get; init; }

    /// <summary>Gateway tasks that are targets, but fail the health check.</summary>
    public int Unhealthy { get; init; }

    /// <summary>Whether the tasks are in the second target group, after a deployment that swaps the two.</summary>
    public bool InSecondGroup { get; init; }

    /// <summary>Seconds that the slowest two of a hundred requests take.</summary>
    public double SlowSeconds { get; init; } = 0.1;

    /// <summary>The part of the requests that ends in a 504 of the load balancer, from 0 to 1.</summary>
    public double TimedOut { get; init; }

    /// <summary>TLS handshakes of clients that fail.</summary>
    public double RefusedHandshakes { get; init; }

    /// <summary>TLS handshakes with gateway tasks that fail.</summary>
    public double FailedGatewayHandshakes { get; init; }

    /// <summary>Connections beyond the load balancer's limit.</summary>
    public double RejectedConnections { get; init; }

    /// <summary>Requests that the gateway refuses for the client's certificate.</summary>
    public double RefusedByGateway { get; init; }

    /// <summary>Requests that the web ACL blocks, beside the others.</summary>
    public double Blocked { get; init; }

    /// <summary>Requests that a group of the web ACL counts and lets pass.</summary>
    public double Counted { get; init; }

    /// <summary>Connections that a NAT gateway cannot make.</summary>
    public double NatPortErrors { get; init; }

    /// <summary>Whether the gateway's log lines arrive.</summary>
    public bool LogsArrive { get; init; } = true;

    /// <summary>Days left of the gateway's certificate.</summary>
    public double ServerDays { get; init; } = Enough;

    /// <summary>Days left of the private CA.</summary>
    public double CaDays { get; init; } = Enough;

    /// <summary>Days left of the revocation lists.</summary>
    public double ListDays { get; init; } = Enough;

    /// <summary>Days left of the certificate of the client that calls.</summary>
    public double ClientDays { get; init; } = Enough;

    /// <summary>Days left of the load balancer's certificate; null after its end.</summary>
    public double? PublicDays { get; init; } = Enough;

    /// <summary>Events that AWS services send to EventBridge.</summary>
    public ImmutableArray<string> Events { get; init; } = [];

    private const double Enough = 45;
}

/// <summary>
/// What AWS services report of a <see cref="Situation"/>: which metrics there are, which are missing, and under which dimensions. From the
/// services' documents, not from the stack's alarms.
/// </summary>
internal sealed class AwsReports
{
    private static readonly FilterPattern.Reading Reading = new(StarTakesNothing: false, AbsentDiffers: false);

    private readonly AuditedStack _stack;
    private readonly string _balancer;
    private readonly ImmutableArray<string> _groups;
    private readonly string _cluster;
    private readonly string _acl;
    private readonly ImmutableArray<string> _rules;
    private readonly ImmutableArray<string> _nats;
    private readonly string _certificate;
    private readonly ImmutableArray<LogFilter> _filters;
    private readonly ImmutableArray<EventRule> _eventRules;
    private readonly Dictionary<(string Name, string Of), MetricId> _metrics = [];

    public AwsReports(AuditedStack stack)
    {
        _stack = stack;
        _balancer = Only("aws:lb/loadBalancer:LoadBalancer")?.Outputs.Text("arnSuffix") ?? "";
        _groups = [.. stack.OfType("aws:lb/targetGroup:TargetGroup").Select(group => group.Outputs.Text("arnSuffix") ?? "").DefaultIfEmpty("")];
        _cluster = Only("aws:ecs/cluster:Cluster")?.Inputs.Text("name") ?? "";
        _acl = Only("aws:wafv2/webAcl:WebAcl")?.Inputs.Map("visibilityConfig").Text("metricName") ?? "";
        _rules = [.. CountingAttackRules(stack)];
        _nats = [.. stack.OfType("aws:ec2/natGateway:NatGateway").Select(gateway => gateway.Id ?? "")];
        _certificate = stack.OfType("aws:lb/listener:Listener").Select(listener => listener.Inputs.Text("certificateArn")).FirstOrDefault(arn => arn is not null) ?? "";
        _filters = [.. stack.OfType("aws:cloudwatch/logMetricFilter:LogMetricFilter").Select(filter => new LogFilter(filter.Inputs))];
        _eventRules = [.. stack.OfType("aws:cloudwatch/eventRule:EventRule").Select(rule => new EventRule(rule))];
    }

    /// <summary>The metrics of rules against attacks that only count: managed groups with the override, except the one of addresses.</summary>
    public static IEnumerable<string> CountingAttackRules(AuditedStack stack) => stack.OfType("aws:wafv2/webAcl:WebAcl")
        .SelectMany(acl => acl.Inputs.List("rules").Maps)
        .Where(rule => rule.Map("overrideAction")["count"] is not null && rule.Map("statement").Map("managedRuleGroupStatement").Text("name") != "AWSManagedRulesAnonymousIpList")
        .Select(rule => rule.Map("visibilityConfig").Text("metricName") ?? "");

    /// <summary>Adds what is reported of a minute.</summary>
    /// <returns>The rules of EventBridge that matched an event.</returns>
    public IEnumerable<RecordedResource> Report(Situation now, int minute, MetricData data)
    {
        Balancer(now, minute, data);
        Tasks(now, minute, data);
        Firewall(now, minute, data);

        // Published every minute, zeros too, while the gateway has something to do; whether also without is not said.
        // https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
        foreach (var nat in now.Requests > 0 ? _nats : [])
            data.Add(Metric("ErrorPortAllocation", nat, (name, of) => MetricId.Of("AWS/NATGateway", name, ("NatGatewayId", of))), minute, now.NatPortErrors);

        // Twice a day, until the certificate expires.
        // https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
        if (minute % 720 == 0 && now.PublicDays is { } days) data.Add(MetricId.Of("AWS/CertificateManager", "DaysToExpiry", ("CertificateArn", _certificate)), minute, days);
        if (now.LogsArrive) Log(now, minute, data);
        return Events(now, minute, data);
    }

    /// <summary>
    /// Elastic Load Balancing reports only while requests flow, and only what has data. RequestCount counts requests for which a target was
    /// chosen; the counts of errors are there when they are not zero; hosts are counted when targets are registered.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"/>
    private void Balancer(Situation now, int minute, MetricData data)
    {
        var registered = now.Tasks[GatewayContract.Name].Running;
        Count("ClientTLSNegotiationErrorCount", now.RefusedHandshakes);
        Count("RejectedConnectionCount", now.RejectedConnections);
        Count("HTTPCode_ELB_4XX_Count", now.Blocked);
        if (now.Requests <= 0) return;

        if (registered == 0)
        {
            // No target: the load balancer answers 503 itself.
            Count("HTTPCode_ELB_5XX_Count", now.Requests);
            return;
        }

        Count("RequestCount", now.Requests);
        Count("TargetTLSNegotiationErrorCount", now.FailedGatewayHandshakes);
        var group = now.InSecondGroup ? _groups[^1] : _groups[0];
        Hosts("HealthyHostCount", registered - now.Unhealthy);
        Hosts("UnHealthyHostCount", now.Unhealthy);

        // With no healthy target the load balancer tries them all; here none answers.
        var reached = registered == now.Unhealthy ? 0 : now.Requests * (1 - now.TimedOut);
        Count("HTTPCode_ELB_5XX_Count", now.Requests - reached);
        var failed = reached * now.Share.Sum(share => share.Value * FailingPart(now, share.Key));
        Count("HTTPCode_Target_5XX_Count", failed);
        Count("HTTPCode_Target_2XX_Count", reached - failed);
        var time = OfBalancer("TargetResponseTime");
        data.Add(time, minute, 0.05, reached * 0.98);
        data.Add(time, minute, now.SlowSeconds, reached * 0.02);

        void Count(string name, double count) => data.Add(OfBalancer(name), minute, 1, count);
        void Hosts(string name, double count) =>
            data.Add(Metric(name, group, (name, of) => MetricId.Of("AWS/ApplicationELB", name, ("TargetGroup", of), ("LoadBalancer", _balancer))), minute, count);
    }

    private MetricId OfBalancer(string name) => Metric(name, "", (name, _) => MetricId.Of("AWS/ApplicationELB", name, ("LoadBalancer", _balancer)));

    // Made once: there are a million values.
    private MetricId Metric(string name, string of, Func<string, string, MetricId> make)
    {
        if (!_metrics.TryGetValue((name, of), out var metric)) _metrics.Add((name, of), metric = make(name, of));
        return metric;
    }

    // The gateway answers 503 for a service without a task.
    private static double FailingPart(Situation now, string service) => now.Tasks[service].Running == 0 ? 1 : now.Failing.GetValueOrDefault(service);

    /// <summary>Amazon ECS, and Container Insights with it, reports nothing of a service that has no task in the state RUNNING.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html"/>
    private void Tasks(Situation now, int minute, MetricData data)
    {
        foreach (var (service, tasks) in now.Tasks)
        {
            if (tasks.Running == 0) continue;
            Add("AWS/ECS", "CPUUtilization", tasks.Cpu);
            Add("AWS/ECS", "MemoryUtilization", tasks.Memory);
            Add("ECS/ContainerInsights", "RunningTaskCount", tasks.Running);
            Add("ECS/ContainerInsights", "DesiredTaskCount", tasks.Desired);

            void Add(string source, string name, double value) =>
                data.Add(Metric(name, service, (name, of) => MetricId.Of(source, name, ("ClusterName", _cluster), ("ServiceName", of))), minute, value);
        }
    }

    /// <summary>AWS WAF reports what is not zero: of the whole web ACL, and of each rule.</summary>
    /// <seealso href="https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html"/>
    private void Firewall(Situation now, int minute, MetricData data)
    {
        Add("AllowedRequests", "ALL", now.Requests);
        Add("BlockedRequests", "ALL", now.Blocked);
        Add("CountedRequests", "ALL", now.Counted);
        foreach (var rule in _rules) Add("CountedRequests", rule, now.Counted / _rules.Length);

        void Add(string name, string rule, double count) =>
            data.Add(Metric(name, rule, (name, of) => MetricId.Of("AWS/WAFV2", name, ("WebACL", _acl), ("Region", _stack.Recorded.Region.Name), ("Rule", of))), minute, 1, count);
    }

    // The lines of the gateway's log, as docs/gateway.md describes them, through the filters that the stack declares.
    private void Log(Situation now, int minute, MetricData data)
    {
        var gateways = now.Tasks[GatewayContract.Name].Running;
        if (gateways == 0) return;
        var reached = gateways == now.Unhealthy ? 0 : now.Requests * (1 - now.TimedOut);
        List<(string Line, double Count)> lines =
        [
            ($$"""{"message":"gateway status","good":true,"serverCertificateDaysLeft":{{Text(now.ServerDays)}},"certificateAuthorityDaysLeft":{{Text(now.CaDays)}},"revocationListDaysLeft":{{Text(now.ListDays)}}}""", gateways),
            (Request("", 403, "untrusted", now), now.RefusedByGateway),
            .. now.Share.SelectMany(share =>
            {
                var failing = FailingPart(now, share.Key);
                return new[]
                {
                    (Request(share.Key, 200, "ok", now with { SlowSeconds = 0.05 }), reached * share.Value * (1 - failing) * 0.98),
                    (Request(share.Key, 200, "ok", now), reached * share.Value * (1 - failing) * 0.02),
                    (Request(share.Key, 503, "ok", now with { SlowSeconds = 0.05 }), reached * share.Value * failing),
                };
            }),
        ];
        lines.RemoveAll(line => line.Count <= 0);
        foreach (var filter in _filters) filter.Publish(lines, minute, data);
    }

    private static string Request(string service, int status, string verification, Situation now) =>
        $$"""{"message":"request","clientCertificateDaysLeft":{{Text(verification == "ok" ? now.ClientDays : -1)}},"verification":"{{verification}}","status":{{status}},"seconds":{{Text(now.SlowSeconds)}},"service":"{{service}}"}""";

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>EventBridge counts the events that a rule matched, when there are any.</summary>
    /// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html"/>
    private List<RecordedResource> Events(Situation now, int minute, MetricData data)
    {
        if (now.Events.IsEmpty) return [];
        var matched = new List<RecordedResource>();
        foreach (var rule in _eventRules)
        {
            var count = now.Events.Count(rule.Matches);
            data.Add(MetricId.Of("AWS/Events", "MatchedEvents", ("RuleName", rule.Name)), minute, 1, count);
            if (count > 0) matched.Add(rule.Resource);
        }

        return matched;
    }

    private RecordedResource? Only(string type) => _stack.OfType(type) is [var first, ..] ? first : null;

    /// <summary>A metric filter as it is declared.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"/>
    private sealed class LogFilter(RecordedMap filter)
    {
        private readonly FilterPattern _pattern = FilterPattern.Parse(filter.Text("pattern") ?? "");
        private readonly RecordedMap _metric = filter.Map("metricTransformation");
        private readonly Dictionary<string, (MetricId Metric, double Value)?> _known = new(StringComparer.Ordinal);

        public void Publish(List<(string Line, double Count)> lines, int minute, MetricData data)
        {
            var found = false;
            foreach (var (line, count) in lines)
            {
                if (!_known.TryGetValue(line, out var point)) _known.Add(line, point = Point(line));
                if (point is not { } value) continue;
                found = true;
                data.Add(value.Metric, minute, value.Value, count);
            }

            // A default value is for minutes in which lines arrive and none matches.
            if (!found && lines.Count > 0 && _metric.Text("defaultValue") is { } text) data.Add(Id(""), minute, double.Parse(text, CultureInfo.InvariantCulture));
        }

        private (MetricId Metric, double Value)? Point(string line)
        {
            if (!_pattern.Matches(line, Reading)) return null;
            var value = _metric.Text("value") ?? "";
            return double.TryParse(value.StartsWith('$') ? FilterPattern.Extract(value, line) : value, CultureInfo.InvariantCulture, out var number)
                ? (Id(line), number)
                : null;
        }

        private MetricId Id(string line)
        {
            var dimensions = _metric.Map("dimensions");
            return MetricId.Of(
                _metric.Text("namespace") ?? "", _metric.Text("name") ?? "",
                [.. dimensions.Names.Select(name => (name, FilterPattern.Extract(dimensions.Text(name) ?? "$", line) ?? ""))]);
        }
    }

    /// <summary>A rule of EventBridge as it is declared.</summary>
    private sealed class EventRule(RecordedResource rule)
    {
        private readonly JsonElement _pattern = JsonDocument.Parse(rule.Inputs.Text("eventPattern") ?? "{}").RootElement;

        public RecordedResource Resource => rule;

        public string Name => rule.Outputs.Text("name") ?? "";

        public bool Matches(string text)
        {
            using var matched = JsonDocument.Parse(text);
            return EventPattern.Matches(_pattern, matched.RootElement);
        }
    }
}
