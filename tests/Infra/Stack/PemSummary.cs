using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Clients;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>What certificates, requests, revocation lists and public keys in a text say, in place of their bytes, which differ from day to day.</summary>
internal static class PemSummary
{
    /// <summary>The text with a line for each PEM block.</summary>
    public static string Of(string text)
    {
        while (PemEncoding.TryFind(text, out var fields))
        {
            var block = text[fields.Location];
            text = $"{text[..fields.Location.Start.Value]}{Describe(text[fields.Label], block, Convert.FromBase64String(text[fields.Base64Data]))}{text[fields.Location.End.Value..]}";
        }

        return text;
    }

    private static string Describe(string label, string pem, byte[] der) => label switch
    {
        "CERTIFICATE" => Certificate(der),
        "CERTIFICATE REQUEST" => Request(pem),
        "X509 CRL" => RevocationList(der),
        _ when label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) => "[a private key in plain text]",
        _ => $"PEM {label.ToLowerInvariant()}",
    };

    private static string Certificate(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        var days = (certificate.NotAfter - certificate.NotBefore).TotalDays.ToString("0.##", CultureInfo.InvariantCulture);
        var parts = new List<string> { $"subject {certificate.Subject}", $"issuer {certificate.Issuer}", $"{days} days", certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value! };
        foreach (var extension in certificate.Extensions)
        {
            parts.AddRange(extension switch
            {
                X509BasicConstraintsExtension { CertificateAuthority: true } => ["CA"],
                X509KeyUsageExtension usage => [usage.KeyUsages.ToString()],
                X509EnhancedKeyUsageExtension usage => usage.EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.FriendlyName ?? oid.Value!),
                X509SubjectAlternativeNameExtension names => names.EnumerateDnsNames().Select(name => $"DNS:{name}"),
                _ => Enumerable.Empty<string>(),
            });
        }

        return $"PEM certificate: {string.Join("; ", parts)}";
    }

    private static string Request(string pem)
    {
        var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        return $"PEM certificate request: subject {request.SubjectName.Name}; {request.PublicKey.Oid.FriendlyName}";
    }

    private static string RevocationList(byte[] der)
    {
        var list = ParsedRevocationList.Read(der);
        var days = (list.NextUpdate - list.ThisUpdate)?.TotalDays.ToString("0.##", CultureInfo.InvariantCulture);
        return $"PEM revocation list: issuer {list.Issuer}; number {list.Number}; from {list.ThisUpdate:yyyy-MM-dd}; {days} days; revoked: "
            + string.Join(", ", list.Entries.Select(entry => $"{entry.Date:yyyy-MM-dd} {entry.Reason}"));
    }
}
