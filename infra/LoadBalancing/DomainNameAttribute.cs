using SecureApi.Configuration;

namespace SecureApi.LoadBalancing;

/// <summary>A full host name in lower case (RFC 1123), with at least two labels.</summary>
public sealed class DomainNameAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "a host name in lower case, at least two labels, without scheme, port, wildcard or final dot";

    /// <summary>True for a host name of at least two labels whose last one is no number.</summary>
    public static bool IsDomainName(string text)
    {
        if (text.Length > 253) return false;
        var labels = text.Split('.');
        return labels.Length >= 2 && Array.TrueForAll(labels, IsLabel) && labels[^1].Any(char.IsAsciiLetterLower);
    }

    /// <inheritdoc/>
    protected override bool AllowsText(string text) => IsDomainName(text);

    private static bool IsLabel(string label) =>
        label.Length is >= 1 and <= 63
        && label[0] != '-' && label[^1] != '-'
        && label.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
