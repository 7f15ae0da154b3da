using SecureApi.Configuration;

namespace SecureApi.GitHubActions;

/// <summary>Access for GitHub Actions without long-lived keys: an OpenID Connect provider, a role that reads and a role that deploys.</summary>
/// <remarks>https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws</remarks>
public sealed record GitHubConfig
{
    /// <summary>
    /// The repository, as its tokens name it after <c>repo:</c>. Repositories made since June 2026 have numbers in their names there;
    /// the repository's settings, Actions, OIDC show the text. Without it, the stack makes nothing for GitHub.
    /// </summary>
    [Setting(Example = "example/secure-api"), GitHubRepository]
    public string? Repository { get; init; }

    /// <summary>The GitHub environment whose jobs may deploy; the stack's name when not set.</summary>
    [Setting(Example = "prod"), GitHubEnvironment]
    public string? Environment { get; init; }

    /// <summary>The account's provider for GitHub, when it has one already: an account takes one only.</summary>
    [Setting(Example = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"), OidcProviderArn]
    public string? ProviderArn { get; init; }

    /// <summary>The S3 bucket of Pulumi's state; not set where the state is elsewhere, such as in Pulumi Cloud.</summary>
    [Setting(Example = "example-pulumi-state"), BucketName]
    public string? StateBucket { get; init; }

    /// <summary>The KMS key of the stack's secrets provider (<c>awskms://…</c>); not set with another provider.</summary>
    [Setting(Example = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012"), KeyArn]
    public string? StateKeyArn { get; init; }
}
