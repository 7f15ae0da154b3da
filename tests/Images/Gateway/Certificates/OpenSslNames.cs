using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>How the openssl program writes a certificate's identity: what Nginx's own variables hold, too.</summary>
public sealed record OpenSslNames
{
    public OpenSslNames(X509Certificate2 certificate)
    {
        var start = new ProcessStartInfo("openssl", ["x509", "-noout", "-subject", "-issuer", "-serial", "-fingerprint", "-sha256", "-nameopt", "RFC2253"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(certificate.ExportCertificatePem());
        process.StandardInput.Close();
        var values = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n').Select(line => line[(line.IndexOf('=') + 1)..]).ToArray();
        process.WaitForExit();
        (Subject, Issuer, Serial) = (values[0], values[1], values[2]);
        Fingerprint = values[3].Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    public string Subject { get; }

    public string Issuer { get; }

    public string Serial { get; }

    public string Fingerprint { get; }
}
