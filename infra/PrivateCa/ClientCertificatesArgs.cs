using System.Collections.Immutable;
using Pulumi;
using SecureApi.Naming;

namespace SecureApi.PrivateCa;

/// <summary>What <see cref="ClientCertificates"/> are made from.</summary>
public sealed record ClientCertificatesArgs
{
    /// <summary>The registered clients by name, which is also the common name of their certificates.</summary>
    public required NamedMap<ClientSettings> Clients { get; init; }

    /// <summary>The clients that are revoked by name: their certificates are not renewed.</summary>
    public required ImmutableSortedSet<string> Revoked { get; init; }

    /// <summary>Who signs.</summary>
    public required CertificateIssuer Issuer { get; init; }

    /// <summary>The customer-managed key of the secrets that hold generated keys.</summary>
    public required Output<string> KeyArn { get; init; }
}
