using SecureApi.Configuration;

namespace SecureApi.CloudWatch;

/// <summary>The logs of the tasks and of the web ACL, kept in CloudWatch.</summary>
public sealed record LogConfig
{
    /// <summary>How long CloudWatch keeps the logs.</summary>
    [Setting(Unit = "days", Example = "7"), LogRetention]
    public int RetentionDays { get; init; } = 7;
}
