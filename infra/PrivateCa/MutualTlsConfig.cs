using System.Collections.Immutable;
using SecureApi.Common;
using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>Mutual TLS: the private CA, the gateway's certificate and the clients.</summary>
public sealed record MutualTlsConfig
{
    /// <summary>Who verifies a client's certificate.</summary>
    [Setting(Example = "verify")]
    public MutualTlsMode Mode { get; init; } = MutualTlsMode.Verify;

    /// <summary>The private certificate authority.</summary>
    [Setting(Example = "{organization: Example Ltd, country: IE}")]
    public CaConfig Ca { get; init; } = new();

    /// <summary>The gateway's own certificate.</summary>
    [Setting(Example = "{validityDays: 90}")]
    public ServerCertificateConfig Server { get; init; } = new();

    /// <summary>The clients that get a certificate, by common name.</summary>
    [Setting(Max = 1000, Example = "{acme: {contact: webhooks@acme.example, generateKey: true}}"), ClientName]
    public NamedMap<ClientConfig> Clients { get; init; } = NamedMaps.Empty<ClientConfig>();

    /// <summary>Number and times of the revocation lists; without them nothing is checked for revocation.</summary>
    [Setting(Example = "{number: 1, thisUpdate: 2026-07-25}")]
    public RevocationListConfig? Crl { get; init; }

    /// <summary>
    /// What is revoked. An entry stays until the certificate would have expired, whether or not the client is still
    /// registered.
    /// </summary>
    [Setting(Max = 1000, Example = "[{client: acme, date: 2026-07-25, reason: keyCompromise}]")]
    public ImmutableArray<RevocationConfig> Revocations { get; init; } = [];

    /// <summary>The names that are revoked, registered or not.</summary>
    public ImmutableSortedSet<string> RevokedNames =>
        Revocations.Select(revocation => revocation.Client).OfType<string>().ToImmutableSortedSet(StringComparer.Ordinal);
}
