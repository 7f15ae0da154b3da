namespace SecureApi.Configuration;

/// <summary>The key of an AWS tag that users may set.</summary>
/// <remarks>https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html</remarks>
public sealed class TagKeyAttribute : TextRuleAttribute
{
    /// <summary>The characters that tags may have beside letters, digits and spaces.</summary>
    internal const string Punctuation = "_.:/=+-@";

    /// <inheritdoc/>
    public override bool OnKeys => true;

    /// <inheritdoc/>
    public override string Rule => $"1 to 128 letters, digits, spaces and {Punctuation}; not aws: at the start";

    /// <summary>True when every character may stand in a tag.</summary>
    internal static bool HasTagCharacters(string text) =>
        text.All(character => char.IsLetterOrDigit(character) || character == ' ' || Punctuation.Contains(character));

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Length is >= 1 and <= 128 && HasTagCharacters(text) && !text.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);
}
