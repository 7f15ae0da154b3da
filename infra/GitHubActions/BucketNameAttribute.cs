using SecureApi.Configuration;

namespace SecureApi.GitHubActions;

/// <summary>The name of an S3 bucket.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html</remarks>
public sealed class BucketNameAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Length is >= 3 and <= 63
        && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '-');
}
