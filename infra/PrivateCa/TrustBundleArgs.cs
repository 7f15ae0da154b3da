using Pulumi;

namespace SecureApi.PrivateCa;

/// <summary>What a <see cref="TrustBundle"/> is made from.</summary>
public sealed record TrustBundleArgs
{
    /// <summary>The trusted CA certificates, PEM.</summary>
    public required Output<string> CertificatesPem { get; init; }

    /// <summary>The account that owns the bucket: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>Whether a load balancer trust store is made from the bundle: only in <see cref="MutualTlsMode.Verify"/>.</summary>
    public required bool WithTrustStore { get; init; }

    /// <summary>Whether a destroy may delete the bucket with its versions.</summary>
    public required bool ForceDestroy { get; init; }
}
