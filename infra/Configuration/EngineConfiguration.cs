using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using SecureApi.Common;

namespace SecureApi.Configuration;

/// <summary>The configuration that Pulumi's engine hands to the program: values by full key, structured ones as JSON text.</summary>
public sealed record EngineConfiguration
{
    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>The stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>The values by full key: <c>secure-api:network</c>, <c>aws:region</c>.</summary>
    public required NamedMap<string> Values { get; init; }

    /// <summary>The full keys whose values are secrets, or hold some.</summary>
    public ImmutableHashSet<string> SecretKeys { get; init; } = [];

    /// <summary>
    /// Reads what the engine gave to the running deployment. Known keys come through <see cref="Config"/>; the variable
    /// <c>PULUMI_CONFIG</c>, on which it stands, tells of keys that nobody knows.
    /// </summary>
    public static EngineConfiguration OfDeployment(IEnumerable<string> knownKeys)
    {
        var (project, stack) = (Deployment.Instance.ProjectName, Deployment.Instance.StackName);
        var values = new NamedMapBuilder<string>();
        foreach (var entry in ReadVariable("PULUMI_CONFIG")?.EnumerateObject() ?? default)
        {
            values[Normalize(entry.Name)] = entry.Value.ToString();
        }

        foreach (var key in knownKeys.Select(key => key.Contains(':', StringComparison.Ordinal) ? key : $"{project}:{key}"))
        {
            var colon = key.IndexOf(':', StringComparison.Ordinal);
            if (new Config(key[..colon]).Get(key[(colon + 1)..]) is { } value) values[key] = value;
        }

        return new EngineConfiguration
        {
            Project = project,
            Stack = stack,
            Values = values.ToImmutable(),
            SecretKeys = [.. (ReadVariable("PULUMI_CONFIG_SECRET_KEYS")?.EnumerateArray() ?? default).Select(key => Normalize(key.ToString()))],
        };
    }

    /// <summary>Old engines write <c>project:config:key</c>.</summary>
    private static string Normalize(string key) => key.Split(':') is [var space, "config", var name] ? $"{space}:{name}" : key;

    private static JsonElement? ReadVariable(string name) =>
        System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } json ? JsonDocument.Parse(json).RootElement : null;
}
