namespace SecureApi.Configuration;

/// <summary>
/// A lower-case DNS label (RFC 1123), short enough for the names that are made from it: target groups and load
/// balancers have 32 characters, of which Pulumi's suffix takes eight.
/// </summary>
public sealed class DnsLabelAttribute(int longest) : TextRuleAttribute
{
    /// <summary>The most characters.</summary>
    public int Longest => longest;

    /// <summary>True when the rule is about a map's keys.</summary>
    public bool Keys { get; init; }

    /// <inheritdoc/>
    public override bool OnKeys => Keys;

    /// <inheritdoc/>
    public override string Rule => $"1 to {longest} lower-case letters, digits and hyphens; a letter first, no hyphen last";

    /// <summary>True for a label of at most <paramref name="longest"/> characters that starts with a letter.</summary>
    public static bool IsLabel(string text, int longest) =>
        text.Length >= 1 && text.Length <= longest
        && char.IsAsciiLetterLower(text[0])
        && text[^1] != '-'
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    /// <inheritdoc/>
    protected override bool AllowsText(string text) => IsLabel(text, longest);
}
