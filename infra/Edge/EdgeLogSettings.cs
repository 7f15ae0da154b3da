using SecureApi.Configuration;

namespace SecureApi.Edge;

/// <summary>The load balancer's access and connection logs, kept in S3.</summary>
public sealed record EdgeLogSettings
{
    /// <summary>Whether requests and connections are recorded.</summary>
    [Setting(Example = "true")]
    public bool Enabled { get; init; } = true;

    /// <summary>How long S3 keeps the records.</summary>
    [Setting(Min = 1, Max = 3650, Unit = "days", Example = "90")]
    public int RetentionDays { get; init; } = 90;
}
