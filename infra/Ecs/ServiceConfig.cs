using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using SecureApi.Common;
using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>A service behind the gateway.</summary>
public sealed record ServiceConfig : TaskConfig
{
    private const string ServicesExample = "services: {api: {pathPrefix: /}}";
    private const string SettingsExample = "settings: {API_LOG_LEVEL: info}";
    private const string SecretsExample = "secrets: {API_WEBHOOK_KEYS: {external: true}}";

    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, …/task-metadata-endpoint-fargate.html
    private static readonly string[] ReservedVariables =
    [
        "API_PORT", "API_STOP_TIMEOUT_SECONDS",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_REGION",
        "ECS_AGENT_URI", "ECS_CONTAINER_METADATA_URI", "ECS_CONTAINER_METADATA_URI_V4",
    ];

    /// <summary>The path under which the gateway sends requests to this service.</summary>
    [Setting(Example = "/v1/orders"), RegularExpression(Patterns.PathPrefix, ErrorMessage = Patterns.PathPrefixRule)]
    public required string PathPrefix { get; init; }

    /// <summary>The port that the service listens on.</summary>
    [Setting(Example = "8000"), Range(1024, 65535)]
    public int Port { get; init; } = 8000;

    /// <summary>Plain environment variables.</summary>
    [Setting(Example = "{API_LOG_LEVEL: info}"), Length(0, 100), KeyPattern(Patterns.EnvironmentName, ErrorMessage = Patterns.EnvironmentNameRule)]
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = SortedMaps.Empty<string>();

    /// <summary>Secret environment variables, handed to the task by Secrets Manager.</summary>
    [Setting(Example = "{API_WEBHOOK_KEYS: {external: true}}"), Length(0, 50), KeyPattern(Patterns.EnvironmentName, ErrorMessage = Patterns.EnvironmentNameRule)]
    public ImmutableSortedDictionary<string, SecretText> Secrets { get; init; } = SortedMaps.Empty<SecretText>();

    /// <summary>True when <paramref name="path"/> is <paramref name="prefix"/> or lies below it.</summary>
    public static bool Covers(string prefix, string path) =>
        prefix == "/" || path == prefix || (path.Length > prefix.Length && path[prefix.Length] == '/' && path.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Validates the rules on all services together and on each of them.</summary>
    internal static void Validate(StackConfig stack, ConfigErrors errors)
    {
        CheckNames(stack, errors);
        CheckPaths(stack, errors);
        foreach (var (name, service) in stack.Services)
        {
            string[] path = ["services", name];
            service.ValidateTasks(path, stack, errors);
            service.CheckVariables(path, errors);
            service.CheckPlainSecrets(path, stack.Project, errors);
        }
    }

    /// <summary>There is at least one service, and none has the gateway's name.</summary>
    private static void CheckNames(StackConfig stack, ConfigErrors errors)
    {
        if (stack.Services.IsEmpty && !errors.HasError("services")) errors.Add(["services"], "at least one service", ServicesExample);
        if (stack.Services.ContainsKey("gateway")) errors.Add(["services", "gateway"], "another name than gateway, which is the gateway's own", ServicesExample);
    }

    /// <summary>
    /// Every path belongs to one service. A service at <c>/</c> gets what no other serves; apart from it, no prefix lies
    /// below another, and <c>/-</c> is the gateway's own.
    /// </summary>
    private static void CheckPaths(StackConfig stack, ConfigErrors errors)
    {
        var earlier = new List<(string Name, string Prefix)>();
        foreach (var (name, service) in stack.Services)
        {
            string[] path = ["services", name, "pathPrefix"];
            if (errors.HasError(path)) continue;
            var prefix = service.PathPrefix;
            if (Covers("/-", prefix))
                errors.Add(path, "not below /-, which is the gateway's own", $"pathPrefix: /{name}");
            else if (earlier.Find(other => Overlap(other.Prefix, prefix)) is { Name: not null } other)
                errors.Add(path, $"a path of its own: {other.Name} serves {other.Prefix}", $"pathPrefix: {FreePath(name, stack)}");
            earlier.Add((name, prefix));
        }
    }

    private static bool Overlap(string left, string right) =>
        left == right || (left != "/" && right != "/" && (Covers(left, right) || Covers(right, left)));

    /// <summary>A prefix that no service has: the example must be valid too.</summary>
    private static string FreePath(string name, StackConfig stack)
    {
        var prefix = $"/{name}";
        while (stack.Services.Values.Any(service => service.PathPrefix is { } taken && Overlap(taken, prefix))) prefix += "-api";
        return prefix;
    }

    /// <summary>A service's variables do not hide one another, nor those that this program, ECS or Fargate sets.</summary>
    private void CheckVariables(string[] path, ConfigErrors errors)
    {
        foreach (var (key, value) in Settings)
        {
            CheckReserved([.. path, "settings", key], SettingsExample, errors);

            // ECS leaves such a variable out, so that the task definition would differ for ever.
            if (value.Length == 0) errors.Add([.. path, "settings", key], "text that is not empty: leave the variable out", SettingsExample);
        }

        foreach (var key in Secrets.Keys)
        {
            CheckReserved([.. path, "secrets", key], SecretsExample, errors);
            if (Settings.ContainsKey(key)) errors.Add([.. path, "secrets", key], "in settings or in secrets, not in both", SecretsExample);
        }
    }

    private static void CheckReserved(string[] path, string example, ConfigErrors errors)
    {
        if (ReservedVariables.Contains(path[^1]))
            errors.Add(path, $"not a variable that the program, ECS or Fargate sets: {string.Join(", ", ReservedVariables)}", example);
    }

    /// <summary>What looks like a secret is not among plain settings, where git, the state and the console show it.</summary>
    private void CheckPlainSecrets(string[] path, string project, ConfigErrors errors)
    {
        foreach (var (key, value) in Settings)
        {
            if (SecretDetector.Suspect(key, value) is not { } reason) continue;
            errors.Add(
                [.. path, "settings", key],
                $"no secret in plain settings ({reason}): move it to secrets (pulumi config set --secret --path '{project}:{path[0]}.{path[1]}.secrets.{key}')",
                SettingsExample,
                SecretText.Mask);
        }
    }
}
