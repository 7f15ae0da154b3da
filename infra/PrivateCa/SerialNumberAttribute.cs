using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>A certificate's serial number in hexadecimal (RFC 5280, section 4.1.2.2: positive, at most 20 bytes).</summary>
public sealed class SerialNumberAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "a serial number: 1 to 40 hexadecimal digits, as openssl x509 -serial prints them, colons allowed";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) => SerialNumber.TryParse(text, out _);
}
