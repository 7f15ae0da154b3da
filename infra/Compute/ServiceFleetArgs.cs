using Pulumi;
using SecureApi.Configuration;
using SecureApi.Discovery;
using SecureApi.Edge;
using SecureApi.Gateway;
using SecureApi.Naming;
using SecureApi.Network;
using SecureApi.Observability;
using SecureApi.Registry;
using SecureApi.SecurityGroups;

namespace SecureApi.Compute;

/// <summary>What a <see cref="ServiceFleet"/> is made from.</summary>
public sealed record ServiceFleetArgs
{
    /// <summary>The stack's settings: gateway, services and images.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>Fixed names of services and log groups.</summary>
    public required StackNames Names { get; init; }

    /// <summary>The network, in whose private subnets all tasks run.</summary>
    public required VpcNetwork Network { get; init; }

    /// <summary>A security group for the gateway and for each service.</summary>
    public required StackSecurityGroups SecurityGroups { get; init; }

    /// <summary>The cluster.</summary>
    public required ServiceCluster Cluster { get; init; }

    /// <summary>A repository for each image.</summary>
    public required NamedMap<ImageRepository> Repositories { get; init; }

    /// <summary>The services' private names.</summary>
    public required ServiceDirectory Directory { get; init; }

    /// <summary>What the gateway is told.</summary>
    public required GatewayConfiguration Gateway { get; init; }

    /// <summary>The load balancer before the gateway.</summary>
    public required PublicLoadBalancer LoadBalancer { get; init; }

    /// <summary>Alarms that stop a deployment.</summary>
    public required DeploymentAlarms Alarms { get; init; }

    /// <summary>The customer-managed key of logs and secrets.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The ARN of a policy that bounds every role made here; null for none.</summary>
    public Output<string>? RoleBoundary { get; init; }
}
