using SecureApi.Configuration;

namespace SecureApi.GitHubActions;

/// <summary>Without a repository, the other settings of GitHub Actions would do nothing.</summary>
internal sealed class GitHubRepositoryRule : ISettingsRule
{
    private static readonly string[] Others = ["environment", "providerArn", "stateBucket", "stateKeyArn"];

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (settings.Github.Repository is not null || faults.IsBroken("github")) return;
        if (Array.Exists(Others, key => faults.IsSet("github", key)))
            faults.Add(["github"], "a repository, or nothing at all", "github: {repository: example/secure-api}");
    }
}
