using System.Collections.Immutable;
using SecureApi.Ecs;
using SecureApi.Gateway;

namespace SecureApi.CloudWatch;

/// <summary>Alarms on a service's tasks and answers.</summary>
internal static class ServiceAlarms
{
    /// <summary>
    /// Fewer tasks than desired, for longer than a deployment or a scaling step usually takes.
    /// </summary>
    private const int ShortfallPeriods = 15;

    /// <param name="service"><c>gateway</c> or the name of a service.</param>
    /// <param name="tasks">Its settings.</param>
    /// <param name="runs">Whether it has an image, and so runs tasks.</param>
    /// <param name="metrics">Every metric of the stack.</param>
    /// <param name="settings">Thresholds.</param>
    public static ImmutableArray<AlarmSpec> For(string service, TaskConfig tasks, bool runs, StackMetrics metrics, AlarmConfig settings) =>
    [
        new AlarmSpec
        {
            Subject = $"{service} cpu",
            Meaning = $"{service} uses most of its CPU although it may scale: raise its maximum or its size.",
            Runbook = "cpu",
            Query = "requests by client",
            Metrics = AlarmSpec.One(metrics.Cpu(service)),
            Threshold = settings.CpuPercent,
            Periods = 10,
            BadPeriods = 8,
        },
        new AlarmSpec
        {
            Subject = $"{service} memory",
            Meaning = $"{service} uses most of its memory; a task over its limit is killed.",
            Runbook = "memory",
            Query = "requests by client",
            Metrics = AlarmSpec.One(metrics.Memory(service)),
            Threshold = settings.MemoryPercent,
            Periods = 10,
            BadPeriods = 8,
        },
        .. Tasks(service, tasks, runs, metrics),
    ];

    // ECS reports nothing of a service without a running task, not even how many it should have. That is right without an image.
    private static IEnumerable<AlarmSpec> Tasks(string service, TaskConfig tasks, bool runs, StackMetrics metrics)
    {
        yield return new AlarmSpec
        {
            Subject = $"no {service} task",
            Meaning = $"{service} runs no task at all.",
            Runbook = "no-task",
            Severity = AlarmSeverity.Urgent,
            Metrics = AlarmSpec.One(metrics.RunningTasks(service)),
            Expression = $"FILL(metric, {(runs ? 0 : 1)})",
            Threshold = 0,
            Below = true,
            Periods = 3,
        };
        yield return new AlarmSpec
        {
            Subject = $"{service} tasks",
            Meaning = $"{service} runs fewer tasks than it should: images, secrets, health checks or capacity.",
            Runbook = "tasks",
            Metrics = AlarmSpec.Of(("desired", metrics.DesiredTasks(service)), ("running", metrics.RunningTasks(service))),
            Expression = $"FILL(desired, {(runs ? tasks.MinTasks : 0)}) - FILL(running, 0)",
            Threshold = 1,
            Periods = ShortfallPeriods,
            BadPeriods = ShortfallPeriods,
        };
        if (tasks.MaxTasks == tasks.MinTasks) yield break;

        yield return new AlarmSpec
        {
            Subject = $"{service} at maximum",
            Meaning = $"{service} has run all the tasks that it may for an hour: the next peak finds no room.",
            Runbook = "at-maximum",
            Query = "requests by client",
            Metrics = AlarmSpec.One(metrics.RunningTasks(service)),
            Threshold = tasks.MaxTasks,
            PeriodSeconds = 300,
            Periods = 12,
            BadPeriods = 12,
        };
    }

    /// <summary>Errors that stop a deployment of the gateway and roll it back.</summary>
    public static AlarmSpec GatewayErrors(StackMetrics metrics, AlarmConfig settings) => Errors(new AlarmSpec
    {
        Subject = $"{GatewayContract.Name} 5xx",
        Meaning = "Requests that reached the gateway end in 5xx. A deployment of the gateway rolls back.",
        Runbook = "gateway-5xx",
        Query = "errors by service",
        Metrics = AlarmSpec.Of(("errors", metrics.TargetHttpCodeCount("5XX")), ("requests", metrics.Requests)),
        Threshold = settings.ErrorPercent,
    });

    /// <summary>Errors that stop a deployment of a service and roll it back, as a share of the service's own requests.</summary>
    public static AlarmSpec ServiceErrors(string service, StackMetrics metrics, AlarmConfig settings) => Errors(new AlarmSpec
    {
        Subject = $"{service} 5xx",
        Meaning = $"{service} answers 5xx. A deployment of {service} rolls back.",
        Runbook = "service-5xx",
        Query = "errors by service",
        Metrics = AlarmSpec.Of(("errors", metrics.ServiceErrors(service)), ("requests", metrics.ServiceRequests(service))),
        Threshold = settings.ErrorPercent,
    });

    /// <summary>
    /// Three minutes of five with errors above the threshold: at least three failed requests, so that one failure of a
    /// service with little traffic rolls nothing back, and a service with one request a minute is not blind.
    /// </summary>
    private static AlarmSpec Errors(AlarmSpec spec) => spec with
    {
        Severity = AlarmSeverity.Urgent,
        Expression = "IF(errors >= 1, 100 * errors / requests)",
        Periods = 5,
        BadPeriods = 3,
    };
}
