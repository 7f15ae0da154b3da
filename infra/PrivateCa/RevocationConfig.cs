using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>
/// A revocation: of one certificate by its serial number, of a client by its name, or of both. A serial number stands on
/// the revocation list; a name is also refused by the gateway, whichever certificate shows it.
/// </summary>
public sealed record RevocationConfig
{
    /// <summary>
    /// A registered client: its present certificate is revoked, and the gateway refuses every certificate of this name. Once
    /// the client leaves the registry, <c>serial</c> must say which certificate the list keeps.
    /// </summary>
    [Setting(Example = "acme"), ClientName]
    public string? Client { get; init; }

    /// <summary>The serial number of the certificate, hexadecimal; <c>client list</c> and <c>client inspect</c> show it.</summary>
    [Setting(Example = "\"4a3f9c0e5b7d12a86fe0417c92d3b585\""), SerialNumber]
    public string? Serial { get; init; }

    /// <summary>The day of the revocation, UTC; not after <c>crl.thisUpdate</c>.</summary>
    [Setting(Example = "2026-07-25")]
    public required DateOnly Date { get; init; }

    /// <summary>Why.</summary>
    [Setting(Example = "keyCompromise")]
    public RevocationReason Reason { get; init; } = RevocationReason.Unspecified;
}
