using System.Collections.Immutable;
using Pulumi;
using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>What <see cref="VpcEndpoints"/> are made from.</summary>
public sealed record VpcEndpointsArgs
{
    /// <summary>The network whose private subnets get the endpoints.</summary>
    public required VpcNetwork Network { get; init; }

    /// <summary>The region, which names the services.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>Short names of interface endpoints, such as <c>ecr.api</c>.</summary>
    public required ImmutableArray<string> Interfaces { get; init; }

    /// <summary>The security group of the interface endpoints; null when there are none.</summary>
    public required Output<string>? SecurityGroupId { get; init; }

    /// <summary>The account whose principals may use the endpoints, twelve digits.</summary>
    public required Output<string> AccountId { get; init; }
}
