using Pulumi;

namespace SecureApi.Network;

/// <summary>What <see cref="FlowLogs"/> are made from.</summary>
public sealed record FlowLogsArgs
{
    /// <summary>What is recorded and for how long.</summary>
    public required FlowLogSettings Settings { get; init; }

    /// <summary>The VPC.</summary>
    public required Output<string> VpcId { get; init; }

    /// <summary>The account, which the trust policy names: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The fixed name of the log group.</summary>
    public required string LogGroupName { get; init; }

    /// <summary>The customer-managed key of the log group.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The region's partition and name, for ARNs.</summary>
    public required Configuration.AwsRegion Region { get; init; }

    /// <summary>The ARN of a policy that bounds every role made here; null for none.</summary>
    public Output<string>? RoleBoundary { get; init; }
}
