using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>What looks like a secret is not left in plain settings or tags, where git, the state and the console show it.</summary>
internal sealed class PlainSecretsRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        foreach (var (name, service) in settings.Services)
        {
            foreach (var (key, value) in service.Settings)
            {
                if (SecretDetector.Suspect(key, value) is not { } reason) continue;
                faults.Add(
                    ["services", name, "settings", key],
                    $"no secret in plain settings ({reason}): move it to secrets (pulumi config set --secret --path '{settings.Project}:services.{name}.secrets.{key}')",
                    "settings: {API_LOG_LEVEL: info}",
                    SecretText.Mask);
            }
        }

        foreach (var (key, value) in settings.Tags)
        {
            if (SecretDetector.FormOf(value) is { } reason)
                faults.Add(["tags", key], $"no secret in a tag ({reason})", "tags: {CostCenter: platform}", SecretText.Mask);
        }
    }
}
