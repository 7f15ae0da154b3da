using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;

namespace SecureApi.Configuration;

/// <summary>
/// The configuration of a stack in the form that Pulumi's engine hands to a program: values by full key, structured ones as
/// JSON text.
/// </summary>
public sealed record EngineConfiguration
{
    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>The stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>
    /// The values by full key: <c>secure-api:network</c>, <c>aws:region</c>. Where the engine would have decrypted a value,
    /// a tool that cannot puts <see cref="SecretText.EncryptedText"/>.
    /// </summary>
    public required ImmutableSortedDictionary<string, string> Values { get; init; }

    /// <summary>The full keys whose values are secrets, or hold some.</summary>
    public ImmutableHashSet<string> SecretKeys { get; init; } = [];

    /// <summary>
    /// Finds where a value was written, or the nearest value that holds it. The path begins with the full key, and list
    /// positions are written <c>[0]</c>. Null for the engine, which does not know.
    /// </summary>
    public Func<IReadOnlyList<string>, SourceLocation?>? Locate { get; init; }

    /// <summary>Errors that were found while the source was read, reported together with those of the values.</summary>
    public ImmutableArray<ConfigError> SourceErrors { get; init; } = [];

    /// <summary>
    /// Reads what the engine gave to the running deployment. Known keys come through <see cref="Config"/>; the variable
    /// <c>PULUMI_CONFIG</c>, from which it reads too, also holds keys that nobody knows.
    /// </summary>
    internal static EngineConfiguration OfDeployment(IEnumerable<string> knownKeys)
    {
        var (project, stack) = (Deployment.Instance.ProjectName, Deployment.Instance.StackName);
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in ReadVariable("PULUMI_CONFIG")?.EnumerateObject() ?? default) values[Normalize(entry.Name)] = entry.Value.ToString();
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
