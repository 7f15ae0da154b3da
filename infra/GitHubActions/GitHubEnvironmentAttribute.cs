using SecureApi.Configuration;

namespace SecureApi.GitHubActions;

/// <summary>The name of a GitHub environment that stands unchanged in a token's subject.</summary>
public sealed class GitHubEnvironmentAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "the name of a GitHub environment in letters, digits and . _ -, at most 200 characters";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Length <= 200 && text.All(character => char.IsAsciiLetterOrDigit(character) || "._-".Contains(character));
}
