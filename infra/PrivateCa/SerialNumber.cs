using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.PrivateCa;

/// <summary>A certificate's serial number, as a revocation list takes it and as people read it.</summary>
public sealed record SerialNumber
{
    private const int MaxBytes = 20;

    private readonly string _digits;

    private SerialNumber(byte[] bytes) => _digits = Convert.ToHexStringLower(bytes);

    /// <summary>Big-endian, without a sign byte that is not needed.</summary>
    public byte[] Bytes => Convert.FromHexString(_digits);

    /// <summary>The serial number of a certificate in PEM.</summary>
    public static SerialNumber Of(string certificatePem)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Pem.Decode(certificatePem));
        return new SerialNumber(certificate.SerialNumberBytes.ToArray());
    }

    /// <summary>Reads hexadecimal digits, as OpenSSL, browsers and logs write them.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SerialNumber? serial)
    {
        serial = null;
        var digits = text.Replace(":", string.Empty, StringComparison.Ordinal).TrimStart('0');
        if (digits.Length is 0 or > MaxBytes * 2 || !digits.All(char.IsAsciiHexDigit)) return false;
        var bytes = Convert.FromHexString(digits.Length % 2 == 0 ? digits : $"0{digits}");
        // DER's integers are signed; a first bit of one would make the number negative.
        serial = new SerialNumber(bytes[0] < 0x80 ? bytes : [0, .. bytes]);
        return true;
    }

    /// <summary>Lower-case digits, in pairs.</summary>
    public override string ToString() => _digits;
}
