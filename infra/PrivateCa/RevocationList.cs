using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.PrivateCa;

/// <summary>
/// Builds a CA generation's revocation list (RFC 5280, section 5). The same certificate, key, settings and serial numbers
/// give the same bytes: signatures by RSA with PKCS#1 v1.5 are deterministic, and no clock is read.
/// </summary>
public static class RevocationList
{
    /// <summary>The label of a list in PEM.</summary>
    public const string PemLabel = "X509 CRL";

    /// <summary>At most so many bytes of PEM for the head, the name of the issuer and the signature.</summary>
    public const int MaxHeadBytes = 1_200;

    /// <summary>At most so many bytes of PEM for a revoked certificate, an escaped line feed in JSON counted as two.</summary>
    public const int MaxEntryBytes = 75;

    /// <summary>The list, PEM.</summary>
    /// <param name="certificatePem">The CA certificate; it has a subject key identifier.</param>
    /// <param name="privateKeyPem">Its RSA key, PKCS#1 or PKCS#8.</param>
    /// <param name="settings">Number and times.</param>
    /// <param name="revoked">The revoked certificates, in any order, each serial number once.</param>
    public static string Build(
        string certificatePem, string privateKeyPem, RevocationListSettings settings, IEnumerable<RevokedCertificate> revoked)
    {
        using var authority = X509CertificateLoader.LoadCertificate(Pem.Decode(certificatePem));
        using var key = RSA.Create();
        if (privateKeyPem.Contains("BEGIN RSA PRIVATE KEY", StringComparison.Ordinal)) key.ImportRSAPrivateKey(Pem.Decode(privateKeyPem), out _);
        else key.ImportPkcs8PrivateKey(Pem.Decode(privateKeyPem), out _);

        var builder = new CertificateRevocationListBuilder();
        foreach (var entry in revoked.OrderBy(entry => entry.Serial.ToString(), StringComparer.Ordinal))
        {
            builder.AddEntry(entry.Serial.Bytes, entry.Date, ReasonOf(entry.Reason));
        }

        var list = builder.Build(
            authority.SubjectName,
            X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
            new BigInteger(settings.Number),
            settings.End,
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false),
            settings.Start);
        return Pem.Encode(PemLabel, list);
    }

    // "Unspecified" is said by leaving the reason out (RFC 5280, section 5.3.1).
    private static X509RevocationReason? ReasonOf(RevocationReason reason) => reason switch
    {
        RevocationReason.Unspecified => null,
        RevocationReason.KeyCompromise => X509RevocationReason.KeyCompromise,
        RevocationReason.AffiliationChanged => X509RevocationReason.AffiliationChanged,
        RevocationReason.Superseded => X509RevocationReason.Superseded,
        RevocationReason.CessationOfOperation => X509RevocationReason.CessationOfOperation,
        RevocationReason.CertificateHold => X509RevocationReason.CertificateHold,
        RevocationReason.PrivilegeWithdrawn => X509RevocationReason.PrivilegeWithdrawn,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No reason of RFC 5280 for a client."),
    };
}
