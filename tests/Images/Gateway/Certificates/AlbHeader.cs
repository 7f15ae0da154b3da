using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>
/// The certificate header as the load balancer writes it: PEM, percent-encoded, with <c>+</c>, <c>=</c> and <c>/</c> as they
/// are (AWS, "HTTP headers and mutual TLS", X-Amzn-Mtls-Clientcert).
/// </summary>
public static class AlbHeader
{
    /// <summary>Certificates, leaf first.</summary>
    public static string Of(params IEnumerable<Credential> chain) => Encode(string.Concat(chain.Select(item => item.CertificatePem)));

    /// <summary>A leaf and the authorities that follow it.</summary>
    public static string Of(Credential leaf, params TestAuthority[] authorities) =>
        Of([leaf, .. authorities.Select(authority => authority.Credential)]);

    /// <summary>The first certificate of a header.</summary>
    public static X509Certificate2 LeafOf(string header) => X509Certificate2.CreateFromPem(Uri.UnescapeDataString(header));

    /// <summary>Any text, encoded.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + 128);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            var character = (char)value;
            if (char.IsAsciiLetterOrDigit(character) || "-._~+=/".Contains(character)) encoded.Append(character);
            else encoded.Append('%').Append(value.ToString("X2"));
        }
        return encoded.ToString();
    }
}
