namespace SecureApi.PrivateCa;

/// <summary>An entry of a revocation list (RFC 5280, section 5.1.2.6).</summary>
/// <param name="Serial">The certificate's serial number.</param>
/// <param name="Date">The moment of the revocation.</param>
/// <param name="Reason">Why.</param>
public sealed record RevokedCertificate(SerialNumber Serial, DateTimeOffset Date, RevocationReason Reason);
