using System.Collections.Immutable;
using Pulumi;
using SecureApi.Compute;
using SecureApi.PrivateCa;

namespace SecureApi.Edge;

/// <summary>What a <see cref="PublicLoadBalancer"/> is made from.</summary>
public sealed record PublicLoadBalancerArgs
{
    /// <summary>TLS policy, time-outs, protection.</summary>
    public required EdgeSettings Settings { get; init; }

    /// <summary>The VPC of the targets.</summary>
    public required Output<string> VpcId { get; init; }

    /// <summary>The public subnets, a zone each.</summary>
    public required ImmutableArray<Output<string>> SubnetIds { get; init; }

    /// <summary>Whether clients may come by IPv6.</summary>
    public required bool DualStack { get; init; }

    /// <summary>The load balancer's security group.</summary>
    public required Output<string> SecurityGroupId { get; init; }

    /// <summary>The public certificate.</summary>
    public required Output<string> CertificateArn { get; init; }

    /// <summary>How client certificates are treated.</summary>
    public required MutualTlsMode MutualTls { get; init; }

    /// <summary>The trust store; needed in <see cref="MutualTlsMode.Verify"/>.</summary>
    public required Output<string>? TrustStoreArn { get; init; }

    /// <summary>The name of the header in which the gateway gets the client's certificate.</summary>
    public required Output<string> CertificateHeader { get; init; }

    /// <summary>The gateway's port.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>Whether deployments of the gateway swap target groups.</summary>
    public required DeploymentSettings Deployment { get; init; }

    /// <summary>The bucket of the logs; null without logs.</summary>
    public required EdgeLogs? Logs { get; init; }

    /// <summary>What must exist first: routes to the internet.</summary>
    public required ImmutableArray<Resource> Routes { get; init; }
}
