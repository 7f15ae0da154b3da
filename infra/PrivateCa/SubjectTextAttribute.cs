using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>A part of a certificate's subject. Printable characters only, so that every tool shows the same name.</summary>
/// <remarks>RFC 5280, appendix A.1 (ub-common-name, ub-organization-name: 64)</remarks>
public sealed class SubjectTextAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "letters, digits, spaces and '()+,-./:=? (ASN.1's PrintableString), no space at the ends";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Trim() == text && text.All(character => char.IsAsciiLetterOrDigit(character) || " '()+,-./:=?".Contains(character));
}
