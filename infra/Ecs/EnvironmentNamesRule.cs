using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>A service's variables do not hide one another, nor those that this program, ECS or Fargate sets.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, …/task-metadata-endpoint-fargate.html</remarks>
internal sealed class EnvironmentNamesRule : ISettingsRule
{
    private static readonly string[] Reserved =
    [
        "API_PORT", "API_STOP_TIMEOUT_SECONDS",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_REGION",
        "ECS_AGENT_URI", "ECS_CONTAINER_METADATA_URI", "ECS_CONTAINER_METADATA_URI_V4",
    ];

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        foreach (var (name, service) in settings.Services)
        {
            foreach (var (key, _) in service.Settings)
            {
                CheckReserved(["services", name, "settings", key], "settings: {API_LOG_LEVEL: info}", faults);
            }

            foreach (var (key, _) in service.Secrets)
            {
                CheckReserved(["services", name, "secrets", key], "secrets: {API_WEBHOOK_KEYS: {external: true}}", faults);
                if (!service.Settings.ContainsKey(key)) continue;
                faults.Add(["services", name, "secrets", key], "in settings or in secrets, not in both", "secrets: {API_WEBHOOK_KEYS: {external: true}}");
            }
        }
    }

    private static void CheckReserved(string[] path, string example, FaultList faults)
    {
        if (Array.IndexOf(Reserved, path[^1]) < 0) return;
        faults.Add(path, $"not a variable that the program, ECS or Fargate sets: {string.Join(", ", Reserved)}", example);
    }
}
