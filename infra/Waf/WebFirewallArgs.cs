using Pulumi;

namespace SecureApi.Waf;

/// <summary>What a <see cref="WebFirewall"/> is made from.</summary>
public sealed record WebFirewallArgs
{
    /// <summary>Groups, limits and logging.</summary>
    public required WafSettings Settings { get; init; }

    /// <summary>The fixed name of the web ACL and of its metrics: letters, digits, hyphens.</summary>
    public required string AclName { get; init; }

    /// <summary>The load balancer that the web ACL protects.</summary>
    public required Output<string> LoadBalancerArn { get; init; }

    /// <summary>The fixed name of the log group; begins with <c>aws-waf-logs-</c>.</summary>
    public required string LogGroupName { get; init; }

    /// <summary>Days for which log events are kept.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>The customer-managed key of the log group.</summary>
    public required Output<string> KeyArn { get; init; }
}
