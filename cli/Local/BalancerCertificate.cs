using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Local;

/// <summary>Stands in for the public certificate of ACM: self-signed, for one run.</summary>
/// <param name="CertificatePem">The certificate, PEM; what a client is told to trust.</param>
/// <param name="KeyPem">Its key, PEM. A secret.</param>
internal sealed record BalancerCertificate(string CertificatePem, string KeyPem)
{
    private const int ValidDays = 30;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>
    /// Makes one for the stack's domain and 127.0.0.1. Not for localhost: a browser that trusts the certificate would remember
    /// from Strict-Transport-Security to use HTTPS there, for every other project too. It never does for an address (RFC 6797,
    /// section 8.1.1).
    /// </summary>
    public static BalancerCertificate Create(string domain, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName($"{domain} on this machine");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(ValidDays));
        return new($"{certificate.ExportCertificatePem()}\n", Pem.Encode("PRIVATE KEY", key.ExportPkcs8PrivateKey()));
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => CertificatePem;
}
