namespace SecureApi.PrivateCa;

/// <summary>
/// Why a client's certificate is revoked: the reasons of RFC 5280, section 5.3.1, that can hold for a client. The others
/// are about authorities, attribute certificates and delta lists.
/// </summary>
public enum RevocationReason
{
    /// <summary>No reason is given.</summary>
    Unspecified,

    /// <summary>Somebody else has, or may have, the private key.</summary>
    KeyCompromise,

    /// <summary>The client's name or organization changed.</summary>
    AffiliationChanged,

    /// <summary>Another certificate replaces this one.</summary>
    Superseded,

    /// <summary>The client no longer calls the API.</summary>
    CessationOfOperation,

    /// <summary>Refused for a while; the only reason after which an entry may leave before the certificate's end.</summary>
    CertificateHold,

    /// <summary>The client lost its right to call the API.</summary>
    PrivilegeWithdrawn,
}
