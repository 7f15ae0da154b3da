using Pulumi;
using SecureApi.Configuration;

namespace SecureApi.Edge;

/// <summary>What an <see cref="EdgeLogs"/> is made from.</summary>
public sealed record EdgeLogsArgs
{
    /// <summary>How long logs are kept.</summary>
    public required EdgeLogSettings Settings { get; init; }

    /// <summary>The account whose load balancer writes: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region, whose partition the bucket's ARN names.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>Whether a destroy may delete the bucket with the logs.</summary>
    public required bool ForceDestroy { get; init; }
}
