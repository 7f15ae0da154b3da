using System.Collections.Immutable;
using SecureApi.Gateway;

namespace SecureApi.Cli.Audit.Alarms;

/// <summary>Everything that the alarms are rehearsed on. A new scenario is an entry here.</summary>
internal static class Scenarios
{
    private const int Hour = 60;
    private const int HalfDay = 720;
    private const int Day = 2 * HalfDay;

    /// <summary>Total loss must be noticed within these minutes.</summary>
    private const int AtOnce = 3;

    /// <summary>Ends of names for what a scenario does to objectives: whether a budget burns depends on how long and how much.</summary>
    private const string Objectives = "objective ";

    /// <summary>The scenarios by heading, in the order of the report.</summary>
    public static ImmutableArray<(string Heading, ImmutableArray<Scenario> Scenarios)> All { get; } =
    [
        ("Nothing answers", Losses()),
        ("Something fails", Failures()),
        ("Capacity", Capacity()),
        ("Clients and attacks", Clients()),
        ("Something ends", Endings()),
        ("Nothing to tell", Silences()),
    ];

    private static ImmutableArray<Scenario> Losses() =>
    [
        new Scenario(
            "All tasks are gone while clients call",
            "503 from the load balancer; no RequestCount, no host counts, no metric of ECS, no log",
            (usual, _) => usual.Situation.Without(usual.Images))
        {
            Must = usual => [new("edge 5xx", AtOnce), .. NoTasks(usual.Images), new("gateway log", 5)],
            May = _ => [Objectives],
        },
        new Scenario(
            "All tasks are gone while nobody calls",
            "Nothing is reported at all",
            (usual, _) => usual.Night.Without(usual.Images))
        {
            Minutes = 75,
            Must = usual => [.. NoTasks(usual.Images), new("gateway log", 5)],
        },
        new Scenario(
            "The gateway is up and an API has no task",
            "503 from the gateway, with the service in its log; no metric of ECS for the service",
            (usual, _) => usual.Situation.Without(usual.Services[0]))
        {
            Must = usual => [.. NoTasks([usual.Services[0]]), new($"{usual.Services[0]} 5xx", AtOnce), new("gateway 5xx", AtOnce)],
            May = _ => [Objectives],
        },
        new Scenario(
            "An API has no task while nobody calls",
            "No metric of ECS for the service; nothing else changes",
            (usual, _) => usual.Night.Without(usual.Services[0]))
        {
            Must = usual => NoTasks([usual.Services[0]]),
        },
        new Scenario(
            "No gateway task passes its health check",
            "502 from the load balancer, which tries them all the same",
            (usual, _) => usual.Situation with { Unhealthy = usual.Situation.Tasks[GatewayContract.Name].Running })
        {
            Must = _ => [new("no healthy gateway", AtOnce), new("edge 5xx", AtOnce), new("unhealthy gateways", AtOnce)],
            May = _ => [Objectives],
        },
        new Scenario(
            "No gateway task of the second target group passes its health check",
            "The same after a deployment that swapped the groups",
            (usual, _) => usual.Situation with { InSecondGroup = true, Unhealthy = usual.Situation.Tasks[GatewayContract.Name].Running })
        {
            Applies = usual => usual.TargetGroups > 1,
            Must = _ => [new("no healthy gateway", AtOnce), new("edge 5xx", AtOnce), new("unhealthy gateways", AtOnce)],
            May = _ => [Objectives],
        },
        new Scenario(
            "The firewall blocks everything",
            "BlockedRequests; no AllowedRequests, no RequestCount",
            (usual, _) => usual.Situation with { Requests = 0, Blocked = 600 })
        {
            Must = _ => [new("firewall share", AtOnce), new("firewall blocks", AtOnce)],
        },
        new Scenario(
            "The gateway's log does not arrive",
            "No metric that is made from it",
            (usual, _) => usual.Situation with { LogsArrive = false })
        {
            Must = _ => [new("gateway log", 5)],
        },
    ];

    private static ImmutableArray<Scenario> Failures() =>
    [
        new Scenario(
            "A service with 2 % of the traffic fails each request",
            "5xx with the service in the gateway's log; 2 % of all answers",
            (usual, _) => usual.Situation.WithFailures(1, usual.Services[^1]))
        {
            Applies = usual => usual.Services.Length > 1,
            Must = usual => [new($"{usual.Services[^1]} 5xx", AtOnce)],
            May = usual => [Objectives, .. usual.Settings.Alarms.ErrorPercent <= 2 ? ["gateway 5xx"] : Array.Empty<string>()],
        },
        new Scenario(
            "A service with one request a minute fails each",
            "One 5xx a minute",
            (usual, _) => usual.Situation.WithFailures(1, usual.Services[^1]) with { Requests = 1, Share = usual.Situation.Share.SetItem(usual.Services[^1], 1).SetItems(usual.Services[..^1].Select(service => KeyValuePair.Create(service, 0.0))) })
        {
            Must = usual => [new($"{usual.Services[^1]} 5xx", AtOnce), new("gateway 5xx", AtOnce)],
            May = _ => [Objectives],
        },
        new Scenario(
            "The services fail a little more than the limit",
            "5xx in 1.4 times the share that the settings allow",
            (usual, _) => usual.Situation.WithFailures(Limit(usual, 1.4), usual.Services) with { Requests = 6000 })
        {
            Must = usual => [new("gateway 5xx", AtOnce), .. usual.Services.Select(service => new Expected($"{service} 5xx", AtOnce))],
            May = _ => [Objectives],
        },
        new Scenario(
            "The load balancer's time-outs are a little over the limit",
            "504 from the load balancer in 1.4 times the share that the settings allow",
            (usual, _) => usual.Situation with { TimedOut = Limit(usual, 1.4) })
        {
            Must = _ => [new("edge 5xx", AtOnce)],
            May = _ => [Objectives],
        },
        new Scenario(
            "One gateway task fails its health check",
            "UnHealthyHostCount; the others take the traffic",
            (usual, _) => usual.Situation with { Unhealthy = 1 })
        {
            Applies = usual => usual.Situation.Tasks[GatewayContract.Name].Running > 1,
            Must = _ => [new("unhealthy gateways", AtOnce)],
        },
        new Scenario(
            "TLS between load balancer and gateway fails now and then",
            "TargetTLSNegotiationErrorCount, one a minute",
            (usual, _) => usual.Situation with { FailedGatewayHandshakes = 1 })
        {
            Must = _ => [new("gateway handshakes", AtOnce)],
        },
        new Scenario(
            "The API is slow",
            "The slowest two of a hundred requests take 1.2 times the limit; then the night comes",
            (usual, _) => usual.Situation with { SlowSeconds = Slow(usual, 1.2) })
        {
            After = (usual, _) => usual.Night,
            Must = _ => [new("latency p99", AtOnce)],
            May = _ => [Objectives],
        },
    ];

    private static ImmutableArray<Scenario> Capacity() =>
    [
        new Scenario(
            "Tasks that stop cannot be replaced: the image is gone, or a secret has no value",
            "One task fewer than there should be, of every service",
            (usual, _) => usual.Situation.WithTasks(usual.Images, (_, tasks) => tasks with { Running = tasks.Desired - 1 }))
        {
            Applies = usual => usual.Situation.Tasks.Values.All(tasks => tasks.Desired > 1),
            Must = usual => usual.Images.Select(image => new Expected($"{image} tasks", 15)),
        },
        new Scenario(
            "A zone is lost, and the others have no capacity",
            "Its gateway tasks fail their health checks, then its tasks are gone",
            (usual, minute) => usual.Situation.WithTasks(usual.Images, (_, tasks) => minute < 6 ? tasks : tasks with { Running = tasks.Desired - Lost(usual, tasks) })
                with { Unhealthy = minute < 6 ? Lost(usual, usual.Situation.Tasks[GatewayContract.Name]) : 0 })
        {
            Applies = usual => usual.Situation.Tasks.Values.All(tasks => tasks.Desired > 1),
            Must = usual => [new("unhealthy gateways", AtOnce, Lasts: false), .. usual.Images.Select(image => new Expected($"{image} tasks", 15, From: 6))],
        },
        new Scenario(
            "A service uses almost all of its CPU",
            "CPUUtilization at 1.1 times the limit",
            (usual, _) => usual.Situation.WithTasks(usual.Images, (_, tasks) => tasks with { Cpu = 1.1 * usual.Settings.Alarms.CpuPercent }))
        {
            Must = usual => usual.Images.Select(image => new Expected($"{image} cpu", 8)),
        },
        new Scenario(
            "A service uses almost all of its memory",
            "MemoryUtilization at 1.1 times the limit",
            (usual, _) => usual.Situation.WithTasks(usual.Images, (_, tasks) => tasks with { Memory = 1.1 * usual.Settings.Alarms.MemoryPercent }))
        {
            Must = usual => usual.Images.Select(image => new Expected($"{image} memory", 8)),
        },
        new Scenario(
            "Autoscaling is at its maximum for an hour",
            "RunningTaskCount at the maximum of the settings",
            (usual, _) => usual.Situation.WithTasks(usual.Images, (image, tasks) => tasks with { Running = usual.Of(image).MaxTasks, Desired = usual.Of(image).MaxTasks }))
        {
            Applies = usual => usual.Images.Any(usual.Scales) && usual.Images.All(image => !usual.Scales(image) || usual.Situation.Tasks[image].Running < usual.Of(image).MaxTasks),
            Minutes = 75,
            Must = usual => usual.Images.Where(usual.Scales).Select(image => new Expected($"{image} at maximum", Hour)),
        },
        new Scenario(
            "A NAT gateway has no ports left",
            "ErrorPortAllocation, one a minute",
            (usual, _) => usual.Situation with { NatPortErrors = 1 })
        {
            Applies = usual => !usual.NatGateways.IsEmpty,
            Must = usual => usual.NatGateways.Select(zone => new Expected($"nat {zone} ports", AtOnce)),
        },
        new Scenario(
            "The load balancer refuses connections at its limit",
            "RejectedConnectionCount, one a minute",
            (usual, _) => usual.Situation with { RejectedConnections = 1 })
        {
            Must = _ => [new("rejected connections", AtOnce)],
        },
    ];

    private static ImmutableArray<Scenario> Clients() =>
    [
        new Scenario(
            "Clients are rejected in numbers: an attack on the handshake",
            "ClientTLSNegotiationErrorCount, 600 a minute",
            (usual, _) => usual.Situation with { RefusedHandshakes = 600 })
        {
            Must = _ => [new("rejected handshakes", AtOnce)],
        },
        new Scenario(
            "One partner is rejected: its certificate ended",
            "ClientTLSNegotiationErrorCount, one a minute",
            (usual, _) => usual.Situation with { RefusedHandshakes = 1 })
        {
            Minutes = 75,
            Must = _ => [new("refused clients", Hour)],
        },
        new Scenario(
            "One partner is refused by the gateway: revoked, or another path",
            "A refusal a minute in the gateway's log",
            (usual, _) => usual.Situation with { RefusedByGateway = 1 })
        {
            Minutes = 75,
            Must = _ => [new("refused clients", Hour)],
        },
        new Scenario(
            "The gateway refuses many requests",
            "60 refusals a minute in the gateway's log",
            (usual, _) => usual.Situation with { RefusedByGateway = 60 })
        {
            Must = _ => [new("certificate rejections", AtOnce)],
        },
        new Scenario(
            "An attack that the firewall blocks",
            "BlockedRequests, 600 a minute beside 900 that pass",
            (usual, _) => usual.Situation with { Requests = 900, Blocked = 600 })
        {
            Must = _ => [new("firewall blocks", AtOnce)],
        },
        new Scenario(
            "A rule of the firewall hits most of the clients",
            "BlockedRequests, 360 of 600 a minute",
            (usual, _) => usual.Situation with { Requests = 240, Blocked = 360 })
        {
            Must = _ => [new("firewall share", AtOnce)],
        },
        new Scenario(
            "An attack passes rules that only count",
            "CountedRequests, 600 a minute",
            (usual, _) => usual.Situation with { Counted = 600 })
        {
            Applies = usual => usual.CountsAttacks,
            Must = _ => [new("firewall counts", AtOnce)],
        },
    ];

    private static ImmutableArray<Scenario> Endings() =>
    [
        Ending("The gateway's certificate ends", "server certificate", (situation, days) => situation with { ServerDays = days }),
        Ending("The private CA ends", "private ca", (situation, days) => situation with { CaDays = days }),
        Ending("The revocation lists end", "revocation list", (situation, days) => situation with { ListDays = days }) with { Applies = usual => usual.Settings.Mtls.Crl is not null },
        Ending("A client's certificate ends", "client certificate", (situation, days) => situation with { ClientDays = days }),
        new Scenario(
            "The load balancer's certificate ends, and ACM has not renewed it",
            "DaysToExpiry, twice a day: 29, then 13, then 6; nothing after its end",
            (usual, minute) => usual.Situation with { PublicDays = minute < 3 * Day ? DaysLeft(minute, Day) : null })
        {
            Before = Day,
            Minutes = 6 * Day,
            Recovery = Day + HalfDay,
            Step = 120,
            Must = _ => [new("public certificate 30 days", HalfDay), new("public certificate 7 days", HalfDay, From: 2 * Day)],
        },
    ];

    // 29 days, then 13, then 6; then silence, which must not look like a cure.
    private static Scenario Ending(string subject, string alarm, Func<Situation, double, Situation> with) => new(
        subject,
        "Days left in the gateway's log: 29, then 13, then 6; then no log",
        (usual, minute) => with(minute < 7 * Hour ? usual.Situation : usual.Night with { LogsArrive = false }, DaysLeft(minute, 2 * Hour)))
    {
        Before = 4 * Hour,
        Minutes = 13 * Hour,
        Recovery = 5 * Hour,
        Step = 5,
        Must = _ => [new($"{alarm} 30 days", Hour), new($"{alarm} 7 days", Hour, From: 4 * Hour)],
        May = _ => ["gateway log"],
    };

    private static double DaysLeft(int minute, int step) => minute < step ? 29 : minute < 2 * step ? 13 : 6;

    private static ImmutableArray<Scenario> Silences() =>
    [
        new Scenario(
            "A quiet night",
            "No request, and no metric of the load balancer or the web ACL",
            (usual, _) => usual.Night)
        {
            Minutes = 3 * Hour,
        },
        new Scenario(
            "A busy day",
            "Ten times the traffic, one task below the maximum, CPU, memory and latency just below the limits",
            (usual, minute) => usual.Minute(minute).WithTasks(usual.Images, (image, tasks) =>
            {
                var count = usual.Scales(image) ? Math.Max(1, usual.Of(image).MaxTasks - 1) : tasks.Running;
                return new TaskSituation(count, count, 0.95 * usual.Settings.Alarms.CpuPercent, 0.95 * usual.Settings.Alarms.MemoryPercent);
            }) with { Requests = 6000, SlowSeconds = Slow(usual, 0.8) })
        {
            Minutes = 2 * Hour,
            May = _ => [Objectives],
        },
        new Scenario(
            "Answers 5xx and time-outs, both below the limit",
            "0.8 times the share that the settings allow",
            (usual, _) => usual.Situation.WithFailures(Limit(usual, 0.8), usual.Services) with { Requests = 6000, TimedOut = Limit(usual, 0.8) })
        {
            May = _ => [Objectives],
        },
        new Scenario(
            "One request fails in a quiet hour",
            "One 5xx",
            (usual, minute) => usual.Situation.WithFailures(minute == 0 ? 1 : 0, usual.Services) with { Requests = minute % 7 == 0 ? 1 : 0 }),
        new Scenario(
            "A scan that passes in half an hour",
            "400 refused handshakes, 40 refusals by the gateway, 400 requests blocked and 400 counted a minute",
            (usual, _) => usual.Situation with { RefusedHandshakes = 400, RefusedByGateway = 40, Blocked = 400, Counted = 400 }),
        new Scenario(
            "A deployment",
            "One task more than there should be, for ten minutes",
            (usual, _) => usual.Situation.WithTasks(usual.Images, (_, tasks) => tasks with { Running = tasks.Desired + 1 }))
        {
            Minutes = 10,
        },
        new Scenario(
            "A scaling step",
            "One task fewer than there should be, for ten minutes",
            (usual, _) => usual.Situation.WithTasks(usual.Images, (image, tasks) => tasks with { Desired = tasks.Running + 1 }))
        {
            Minutes = 10,
        },
    ];

    private static double Limit(Usual usual, double times) => times * usual.Settings.Alarms.ErrorPercent / 100;

    private static double Slow(Usual usual, double times) => times * usual.Settings.Alarms.LatencyP99Milliseconds / 1000;

    private static int Lost(Usual usual, TaskSituation tasks) => Math.Max(1, tasks.Desired / Math.Max(2, usual.Settings.Network.Zones(usual.Settings.Region).Length));

    private static IEnumerable<Expected> NoTasks(IEnumerable<string> images) =>
        images.SelectMany(image => new Expected[] { new($"no {image} task", AtOnce), new($"{image} tasks", 15) });
}
