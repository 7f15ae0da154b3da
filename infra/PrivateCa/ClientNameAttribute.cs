using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>The name of a client: the common name of its certificate (RFC 5280 allows 64 characters) and part of resource names.</summary>
public sealed class ClientNameAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override bool OnKeys => true;

    /// <inheritdoc/>
    public override string Rule => "1 to 64 lower-case letters, digits, hyphens and dots; a letter or digit first and last";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Length is >= 1 and <= 64
        && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.');
}
