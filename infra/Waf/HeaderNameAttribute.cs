using SecureApi.Configuration;

namespace SecureApi.Waf;

/// <summary>The name of an HTTP header (RFC 9110) in lower case, as AWS WAF compares it.</summary>
public sealed class HeaderNameAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "the name of an HTTP header in lower case, 1 to 64 characters";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Length is >= 1 and <= 64
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || "!#$%&'*+-.^_`|~".Contains(character));
}
