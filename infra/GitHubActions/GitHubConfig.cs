using System.ComponentModel.DataAnnotations;
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
    [Setting(Example = "example/secure-api"), RegularExpression("[A-Za-z0-9][A-Za-z0-9_-]{0,99}(@[A-Za-z0-9._-]{1,40})?/(?!\\.{1,2}(@|$))(?![^@]*\\.[gG][iI][tT](@|$))[A-Za-z0-9._-]{1,100}(@[A-Za-z0-9._-]{1,40})?", ErrorMessage = "owner/repository as GitHub's tokens name it, each at most 100 letters, digits and . _ - (the owner without dots) and up to 40 after an @, without wildcards and without .git at the end")]
    public string? Repository { get; init; }

    /// <summary>The GitHub environment whose jobs may deploy; the stack's name when not set.</summary>
    [Setting(Example = "prod"), RegularExpression("[A-Za-z0-9._-]{1,200}", ErrorMessage = "the name of a GitHub environment in letters, digits and . _ -, at most 200 characters")]
    public string? Environment { get; init; }

    /// <summary>The account's provider for GitHub, when it has one already: an account takes one only.</summary>
    [Setting(Example = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"), RegularExpression("arn:[^:]*:iam::[0-9]{12}:oidc-provider/" + GitHubActionsRoles.Issuer, ErrorMessage = "arn:<partition>:iam::<account>:oidc-provider/" + GitHubActionsRoles.Issuer)]
    public string? ProviderArn { get; init; }

    /// <summary>The S3 bucket of Pulumi's state; not set where the state is elsewhere, such as in Pulumi Cloud.</summary>
    [Setting(Example = "example-pulumi-state"), RegularExpression("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", ErrorMessage = "the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens")]
    public string? StateBucket { get; init; }

    /// <summary>The KMS key of the stack's secrets provider (<c>awskms://…</c>); not set with another provider.</summary>
    [Setting(Example = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012"), RegularExpression("arn:[^:]*:kms:[^:]+:[0-9]{12}:key/[a-z0-9-]+", ErrorMessage = "the ARN of a KMS key, not of an alias: arn:<partition>:kms:<region>:<account>:key/<id>")]
    public string? StateKeyArn { get; init; }

    /// <summary>Validates the rules on several values.</summary>
    internal void Validate(AwsRegion region, ConfigErrors errors)
    {
        CheckRepository(errors);
        CheckPartition("providerArn", ProviderArn, region, errors);
        CheckPartition("stateKeyArn", StateKeyArn, region, errors);
    }

    /// <summary>The provider and the key are of the stack's own partition: AWS's partitions share no accounts.</summary>
    private static void CheckPartition(string key, string? arn, AwsRegion region, ConfigErrors errors)
    {
        var start = $"arn:{region.Partition}:";
        if (arn is null || arn.StartsWith(start, StringComparison.Ordinal) || errors.HasError("github", key) || errors.HasError("aws:region")) return;
        errors.Add(["github", key], $"an ARN of the stack's own partition: {start}…, as in {region}", $"{key}: {start}{arn.Split(':', 3)[2]}");
    }

    /// <summary>Without a repository, the other settings of GitHub Actions have no effect.</summary>
    private void CheckRepository(ConfigErrors errors)
    {
        if (Repository is not null || errors.HasError("github")) return;
        if (Setting.Of(typeof(GitHubConfig)).Any(setting => errors.IsSet("github", setting.Key)))
            errors.Add(["github"], "a repository, or nothing at all", "github: {repository: example/secure-api}");
    }
}
