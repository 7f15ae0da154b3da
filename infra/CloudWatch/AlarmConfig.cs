using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.CloudWatch;

/// <summary>Who is told when something is wrong, and from what value on.</summary>
public sealed record AlarmConfig
{
    /// <summary>Addresses that get every alarm. Each must confirm AWS's first message.</summary>
    [Setting(Max = 20, Example = "[oncall@example.com]"), EmailAddress]
    public ImmutableArray<string> Emails { get; init; } = [];

    /// <summary>The 99th percentile of the response time that raises an alarm.</summary>
    [Setting(Min = 1, Max = 60_000, Unit = "ms", Example = "1000")]
    public int LatencyP99Milliseconds { get; init; } = 1000;

    /// <summary>The share of failed requests that raises an alarm.</summary>
    [Setting(Min = 1, Max = 100, Unit = "%", Example = "5")]
    public int ErrorPercent { get; init; } = 5;

    /// <summary>The CPU use of a service that raises an alarm.</summary>
    [Setting(Min = 1, Max = 100, Unit = "%", Example = "85")]
    public int CpuPercent { get; init; } = 85;

    /// <summary>The memory use of a service that raises an alarm.</summary>
    [Setting(Min = 1, Max = 100, Unit = "%", Example = "85")]
    public int MemoryPercent { get; init; } = 85;
}
