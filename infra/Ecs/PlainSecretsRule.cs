using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>What looks like a secret is not left in plain settings, where git, the state and the console show it.</summary>
internal sealed class PlainSecretsRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        foreach (var (name, service) in settings.Services)
        {
            foreach (var (key, value) in service.Settings)
            {
                if (!SecretNames.IsSecret(key) && !IsSecretValue(value)) continue;
                faults.Add(
                    ["services", name, "settings", key],
                    $"no secret in plain settings: move it to secrets (pulumi config set --secret --path '{settings.Project}:services.{name}.secrets.{key}')",
                    "settings: {API_LOG_LEVEL: info}",
                    SecretText.Mask);
            }
        }
    }

    // A private key in PEM, or the id of an AWS access key (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
    private static bool IsSecretValue(string value) =>
        value.Contains("PRIVATE KEY-----", StringComparison.Ordinal)
        || (value.Length == 20 && value[..4] is "AKIA" or "ASIA" && value.All(char.IsAsciiLetterOrDigit));
}
