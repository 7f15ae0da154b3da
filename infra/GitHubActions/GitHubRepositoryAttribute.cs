using SecureApi.Configuration;

namespace SecureApi.GitHubActions;

/// <summary>A repository with its owner. A wildcard would let other repositories in.</summary>
public sealed class GitHubRepositoryAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "owner/repository, in letters, digits and . _ - @, without wildcards";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } repository] && IsName(owner) && IsName(repository);

    private static bool IsName(string text) => text.All(character => char.IsAsciiLetterOrDigit(character) || "._-@".Contains(character));
}
