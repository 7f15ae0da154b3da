using SecureApi.LoadBalancing;

namespace SecureApi.Configuration;

/// <summary>An e-mail address with a plain mailbox and a host name (the part of RFC 5321 that people use).</summary>
public sealed class EmailAddressAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "an e-mail address";

    /// <inheritdoc/>
    protected override bool AllowsText(string text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= 64
            && DomainNameAttribute.IsDomainName(text[(at + 1)..])
            && text[..at].All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-/=?^_`{|}~.".Contains(character))
            && text[0] != '.' && text[at - 1] != '.' && !text.Contains("..", StringComparison.Ordinal);
    }
}
