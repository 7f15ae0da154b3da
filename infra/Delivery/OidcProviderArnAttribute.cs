using SecureApi.Configuration;

namespace SecureApi.Delivery;

/// <summary>The ARN of an account's OpenID Connect provider for GitHub Actions.</summary>
public sealed class OidcProviderArnAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => $"arn:<partition>:iam::<account>:oidc-provider/{GitHubAccess.Issuer}";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Split(':') is ["arn", _, "iam", "", { Length: 12 } account, $"oidc-provider/{GitHubAccess.Issuer}"] && account.All(char.IsAsciiDigit);
}
