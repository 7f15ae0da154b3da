using SecureApi.Configuration;

namespace SecureApi.GitHubActions;

/// <summary>The ARN of a KMS key. An alias will not do: policies on it do not reach the key.</summary>
/// <remarks>https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html</remarks>
public sealed class KeyArnAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "the ARN of a KMS key, not of an alias: arn:<partition>:kms:<region>:<account>:key/<id>";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Split(':') is ["arn", _, "kms", { Length: > 0 }, { Length: 12 } account, { Length: > 4 } key]
        && account.All(char.IsAsciiDigit)
        && key.StartsWith("key/", StringComparison.Ordinal)
        && key[4..].All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
