using System.Security.Cryptography.X509Certificates;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Clients;

/// <summary>What a list of clients needs of a certificate.</summary>
/// <param name="Serial">Its serial number.</param>
/// <param name="Issuer">Who signed.</param>
/// <param name="Start">The first moment.</param>
/// <param name="End">The last moment.</param>
internal sealed record IssuedCertificate(string Serial, string Issuer, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Reads a certificate in PEM.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is none.</exception>
    public static IssuedCertificate Read(string pem)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Pem.Decode(pem));
        return new IssuedCertificate(
            RevocationList.SerialOf(pem), certificate.Issuer, new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
    }
}
