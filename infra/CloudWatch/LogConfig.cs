using System.ComponentModel.DataAnnotations;
using SecureApi.Configuration;

namespace SecureApi.CloudWatch;

/// <summary>The logs of the tasks and of the web ACL, kept in CloudWatch.</summary>
public sealed record LogConfig
{
    /// <summary>How long CloudWatch keeps the logs.</summary>
    [Setting(Unit = "days", Example = "7"), LogRetention]
    public int RetentionDays { get; init; } = 7;
}

/// <summary>A retention that CloudWatch Logs offers, in days.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LogRetentionAttribute : AllowedValuesAttribute
{
    /// <summary>Allows the retentions that CloudWatch Logs offers.</summary>
    public LogRetentionAttribute()
        : base(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653) =>
        ErrorMessage = "a retention of CloudWatch Logs, in days";
}
