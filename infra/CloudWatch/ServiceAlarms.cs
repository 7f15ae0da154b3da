using System.Collections.Immutable;

namespace SecureApi.CloudWatch;

/// <summary>Alarms on a service's tasks.</summary>
internal static class ServiceAlarms
{
    /// <summary>
    /// Fewer tasks than desired, for longer than a deployment or a scaling step usually takes.
    /// </summary>
    private const int ShortfallPeriods = 15;

    public static ImmutableArray<AlarmSpec> For(string service, StackMetrics metrics, AlarmConfig settings) =>
    [
        new AlarmSpec
        {
            Subject = $"{service} cpu",
            Description = $"{service} uses most of its CPU although it may scale: raise its maximum or its size.",
            Metric = metrics.Cpu(service),
            Threshold = settings.CpuPercent,
            Periods = 10,
            BadPeriods = 8,
        },
        new AlarmSpec
        {
            Subject = $"{service} memory",
            Description = $"{service} uses most of its memory; a task over its limit is killed.",
            Metric = metrics.Memory(service),
            Threshold = settings.MemoryPercent,
            Periods = 10,
            BadPeriods = 8,
        },
        new AlarmSpec
        {
            Subject = $"{service} tasks",
            Description = $"{service} runs fewer tasks than it should: images, secrets, health checks or capacity.",
            Metric = metrics.RunningTasks(service),
            Against = metrics.DesiredTasks(service),
            Math = AlarmMath.Shortfall,
            Threshold = 1,
            Periods = ShortfallPeriods,
            BadPeriods = ShortfallPeriods,
        },
    ];

    /// <summary>Errors that stop a deployment of the gateway and roll it back.</summary>
    public static AlarmSpec GatewayErrors(StackMetrics metrics, AlarmConfig settings) => new()
    {
        Subject = "gateway 5xx",
        Description = "Requests that reached the gateway end in 5xx. A deployment of the gateway rolls back.",
        Metric = metrics.TargetHttpCodeCount("5XX"),
        Against = metrics.Requests,
        Threshold = settings.ErrorPercent,
        Periods = 3,
        BadPeriods = 2,
    };

    /// <summary>Errors that stop a deployment of a service and roll it back.</summary>
    public static AlarmSpec ServiceErrors(string service, StackMetrics metrics, AlarmConfig settings) => new()
    {
        Subject = $"{service} 5xx",
        Description = $"{service} answers 5xx. A deployment of {service} rolls back.",
        Metric = metrics.ServiceErrors(service),
        Against = metrics.Requests,
        Threshold = settings.ErrorPercent,
        Periods = 3,
        BadPeriods = 2,
    };
}
