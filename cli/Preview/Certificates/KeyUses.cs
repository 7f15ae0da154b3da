using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>What a certificate may be used for: the tls provider's <c>allowedUses</c> as key usage and extended key usage.</summary>
internal static class KeyUses
{
    /// <summary>The extensions for <paramref name="uses"/>: key usage is critical, extended key usage is not.</summary>
    /// <exception cref="NotSupportedException">The tls provider does not know one of the uses.</exception>
    public static IEnumerable<X509Extension> Encode(IEnumerable<string> uses)
    {
        var flags = X509KeyUsageFlags.None;
        var purposes = new OidCollection();
        foreach (var use in uses)
        {
            var flag = Flag(use);
            flags |= flag;
            if (flag == X509KeyUsageFlags.None)
                purposes.Add(new Oid(Purpose(use)));
        }

        if (flags != X509KeyUsageFlags.None)
            yield return new X509KeyUsageExtension(flags, critical: true);
        if (purposes.Count > 0)
            yield return new X509EnhancedKeyUsageExtension(purposes, critical: false);
    }

    private static X509KeyUsageFlags Flag(string use) => use switch
    {
        "digital_signature" => X509KeyUsageFlags.DigitalSignature,
        "content_commitment" => X509KeyUsageFlags.NonRepudiation,
        "key_encipherment" => X509KeyUsageFlags.KeyEncipherment,
        "data_encipherment" => X509KeyUsageFlags.DataEncipherment,
        "key_agreement" => X509KeyUsageFlags.KeyAgreement,
        "cert_signing" => X509KeyUsageFlags.KeyCertSign,
        "crl_signing" => X509KeyUsageFlags.CrlSign,
        "encipher_only" => X509KeyUsageFlags.EncipherOnly,
        "decipher_only" => X509KeyUsageFlags.DecipherOnly,
        _ => X509KeyUsageFlags.None,
    };

    private static string Purpose(string use) => use switch
    {
        "any_extended" => "2.5.29.37.0",
        "server_auth" => "1.3.6.1.5.5.7.3.1",
        "client_auth" => "1.3.6.1.5.5.7.3.2",
        "code_signing" => "1.3.6.1.5.5.7.3.3",
        "email_protection" => "1.3.6.1.5.5.7.3.4",
        "ipsec_end_system" => "1.3.6.1.5.5.7.3.5",
        "ipsec_tunnel" => "1.3.6.1.5.5.7.3.6",
        "ipsec_user" => "1.3.6.1.5.5.7.3.7",
        "timestamping" => "1.3.6.1.5.5.7.3.8",
        "ocsp_signing" => "1.3.6.1.5.5.7.3.9",
        "microsoft_commercial_code_signing" => "1.3.6.1.4.1.311.2.1.22",
        "microsoft_server_gated_crypto" => "1.3.6.1.4.1.311.10.3.3",
        "microsoft_kernel_code_signing" => "1.3.6.1.4.1.311.61.1.1",
        "netscape_server_gated_crypto" => "2.16.840.1.113730.4.1",
        _ => throw new NotSupportedException($"allowedUses: the tls provider has no use called \"{use}\"."),
    };
}
