using SecureApi.Configuration;

namespace SecureApi.GitHubActions;

/// <summary>The ARN of an account's OpenID Connect provider for GitHub Actions.</summary>
public sealed class OidcProviderArnAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => $"arn:<partition>:iam::<account>:oidc-provider/{GitHubActionsRoles.Issuer}";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Split(':') is ["arn", _, "iam", "", { Length: 12 } account, $"oidc-provider/{GitHubActionsRoles.Issuer}"] && account.All(char.IsAsciiDigit);
}
