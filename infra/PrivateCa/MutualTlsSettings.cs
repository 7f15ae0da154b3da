using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>Mutual TLS: the private CA, the gateway's certificate and the clients.</summary>
public sealed record MutualTlsSettings
{
    /// <summary>Who verifies a client's certificate.</summary>
    [Setting(Example = "verify")]
    public MutualTlsMode Mode { get; init; } = MutualTlsMode.Verify;

    /// <summary>The private certificate authority.</summary>
    public CaSettings Ca { get; init; } = new();

    /// <summary>The gateway's own certificate.</summary>
    public ServerCertificateSettings Server { get; init; } = new();

    /// <summary>The clients that get a certificate, by common name.</summary>
    public ImmutableSortedDictionary<string, ClientSettings> Clients { get; init; } =
        ImmutableSortedDictionary.Create<string, ClientSettings>(StringComparer.Ordinal);
}
