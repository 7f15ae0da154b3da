using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Clients;

namespace SecureApi.Cli.Diff;

/// <summary>What certificates, requests, revocation lists and public keys in a text say, in place of their bytes, which differ from day to day.</summary>
internal static class PemSummary
{
    /// <summary>The text with a line for each PEM block.</summary>
    /// <param name="text">The text.</param>
    /// <param name="withKeys">Whether to tell certificates and requests with different public keys apart, and to leave private keys as they are.</param>
    public static string Of(string text, bool withKeys = false)
    {
        var start = 0;
        while (PemEncoding.TryFind(text.AsSpan(start), out var fields))
        {
            var (from, to) = (start + fields.Location.Start.Value, start + fields.Location.End.Value);
            var label = text.AsSpan(start)[fields.Label].ToString();
            var summary = withKeys && label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)
                ? text[from..to]
                : Describe(label, text[from..to], Convert.FromBase64String(text.AsSpan(start)[fields.Base64Data].ToString()), withKeys);
            text = $"{text[..from]}{summary}{text[to..]}";
            start = from + summary.Length;
        }

        return text;
    }

    private static string Describe(string label, string pem, byte[] der, bool withKeys) => label switch
    {
        "CERTIFICATE" => Certificate(der, withKeys),
        "CERTIFICATE REQUEST" => Request(pem, withKeys),
        "X509 CRL" => RevocationList(der),
        _ when label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) => "[a private key in plain text]",
        _ => $"PEM {label.ToLowerInvariant()}",
    };

    private static string Certificate(byte[] der, bool withKeys)
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

        if (withKeys)
            parts.Add(KeyOf(certificate.PublicKey));
        return $"PEM certificate: {string.Join("; ", parts)}";
    }

    private static string Request(string pem, bool withKeys)
    {
        var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        return $"PEM certificate request: subject {request.SubjectName.Name}; {request.PublicKey.Oid.FriendlyName}{(withKeys ? $"; {KeyOf(request.PublicKey)}" : "")}";
    }

    private static string KeyOf(PublicKey key) => $"public key {Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16]}";

    private static string RevocationList(byte[] der)
    {
        var list = ParsedRevocationList.Read(der);
        var days = (list.NextUpdate - list.ThisUpdate)?.TotalDays.ToString("0.##", CultureInfo.InvariantCulture);
        return $"PEM revocation list: issuer {list.Issuer}; number {list.Number}; from {list.ThisUpdate:yyyy-MM-dd}; {days} days; revoked: "
            + string.Join(", ", list.Entries.Select(entry => $"{entry.Date:yyyy-MM-dd} {entry.Reason}"));
    }
}
