using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using SecureApi.Configuration;

namespace SecureApi.CloudWatch;

/// <summary>Alarm recipients and thresholds.</summary>
public sealed record AlarmConfig
{
    /// <summary>Addresses that get every alarm. Each must confirm AWS's first message.</summary>
    [Setting(Example = "[oncall@example.com]"), Length(0, 20), RegularExpression(Patterns.Email, ErrorMessage = Patterns.EmailRule)]
    public ImmutableArray<string> Emails { get; init; } = [];

    /// <summary>The 99th percentile of the response time that raises an alarm.</summary>
    [Setting(Unit = "ms", Example = "1000"), Range(1, 60_000)]
    public int LatencyP99Milliseconds { get; init; } = 1000;

    /// <summary>The share of failed requests that raises an alarm.</summary>
    [Setting(Unit = "%", Example = "5"), Range(1, 100)]
    public int ErrorPercent { get; init; } = 5;

    /// <summary>The CPU use of a service that raises an alarm.</summary>
    [Setting(Unit = "%", Example = "85"), Range(1, 100)]
    public int CpuPercent { get; init; } = 85;

    /// <summary>The memory use of a service that raises an alarm.</summary>
    [Setting(Unit = "%", Example = "85"), Range(1, 100)]
    public int MemoryPercent { get; init; } = 85;
}
