using SecureApi.Configuration;
using SecureApi.Observability;

namespace SecureApi.Network;

/// <summary>The VPC's flow log, kept in CloudWatch.</summary>
public sealed record FlowLogSettings
{
    /// <summary>Whether the VPC's traffic is recorded.</summary>
    [Setting(Example = "true")]
    public bool Enabled { get; init; } = true;

    /// <summary>Which traffic is recorded.</summary>
    [Setting(Example = "all")]
    public FlowLogTraffic Traffic { get; init; } = FlowLogTraffic.All;

    /// <summary>How long CloudWatch keeps the records.</summary>
    [Setting(Unit = "days", Example = "30"), LogRetention]
    public int RetentionDays { get; init; } = 30;
}
