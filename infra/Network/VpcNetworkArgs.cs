using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>What a <see cref="VpcNetwork"/> is made from.</summary>
public sealed record VpcNetworkArgs
{
    /// <summary>The validated network settings.</summary>
    public required NetworkSettings Settings { get; init; }

    /// <summary>The region, whose zones give the subnets their slots.</summary>
    public required AwsRegion Region { get; init; }
}
