using System.Collections.Immutable;
using Pulumi;
using SecureApi.Compute;
using SecureApi.PrivateCa;

namespace SecureApi.Gateway;

/// <summary>What a <see cref="GatewayConfiguration"/> is made from.</summary>
public sealed record GatewayConfigurationArgs
{
    /// <summary>Port, log level and limits.</summary>
    public required GatewaySettings Settings { get; init; }

    /// <summary>How the load balancer hands over client certificates, and who the clients are.</summary>
    public required MutualTlsSettings MutualTls { get; init; }

    /// <summary>The trusted CA certificates, PEM.</summary>
    public required Output<string> CaBundle { get; init; }

    /// <summary>The revocation lists, PEM, one for each trusted CA; null when nothing is checked for revocation.</summary>
    public required Output<string>? RevocationLists { get; init; }

    /// <summary>The gateway's own certificate and key.</summary>
    public required ServerCertificate Certificate { get; init; }

    /// <summary>The services behind the gateway.</summary>
    public required ImmutableArray<Upstream> Upstreams { get; init; }

    /// <summary>The VPC's DNS resolver.</summary>
    public required string Resolver { get; init; }

    /// <summary>Seconds after which the load balancer closes an idle connection; the gateway keeps its side longer.</summary>
    public required int IdleTimeoutSeconds { get; init; }

    /// <summary>The customer-managed key of the secrets.</summary>
    public required Output<string> KeyArn { get; init; }
}
