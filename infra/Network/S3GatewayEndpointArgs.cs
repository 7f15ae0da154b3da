using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>What an <see cref="S3GatewayEndpoint"/> is made from.</summary>
public sealed record S3GatewayEndpointArgs
{
    /// <summary>The network whose private route tables lead to the endpoint.</summary>
    public required VpcNetwork Network { get; init; }

    /// <summary>The region, which names the service and its layer bucket.</summary>
    public required AwsRegion Region { get; init; }
}
