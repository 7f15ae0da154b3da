namespace SecureApi.Configuration;

/// <summary>The value of an AWS tag.</summary>
/// <remarks>https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html</remarks>
public sealed class TagValueAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => $"0 to 256 letters, digits, spaces and {TagKeyAttribute.Punctuation}";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) => text.Length <= 256 && TagKeyAttribute.HasTagCharacters(text);
}
