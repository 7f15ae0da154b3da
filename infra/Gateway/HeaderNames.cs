using System.Security.Cryptography;
using System.Text;

namespace SecureApi.Gateway;

/// <summary>Makes the private name of the certificate header.</summary>
internal static class HeaderNames
{
    private const int Digits = 24;

    /// <summary>A header name of 36 letters, digits and hyphens, made from 96 bits of the text's SHA-256.</summary>
    /// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"/>
    public static string From(string seed) =>
        $"X-Mtls-Cert-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..Digits]}";
}
