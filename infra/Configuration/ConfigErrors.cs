using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace SecureApi.Configuration;

/// <summary>
/// Collects the validation errors of one stack. A rule names the setting by its path; this adds the value that was found,
/// masked when it may be a secret, and where it was written.
/// </summary>
/// <param name="source">The configuration that is validated.</param>
/// <param name="root">Its values: the project's keys without namespace, all others with theirs.</param>
internal sealed class ConfigErrors(EngineConfiguration source, JsonObject root)
{
    private readonly List<(string[] Path, ConfigError Error)> _errors = [.. source.SourceErrors.Select(error => (new[] { error.Key }, error))];

    /// <summary>Adds an error.</summary>
    /// <param name="path">The setting: keys from the top, list positions as <c>[0]</c>.</param>
    /// <param name="rule">What a valid value is.</param>
    /// <param name="example">A valid entry: <c>natGateways: perAz</c>.</param>
    /// <param name="value">What was found; by default the value in the configuration, masked if its name is that of a secret.</param>
    public void Add(string[] path, string rule, string example, string? value = null)
    {
        if (path.Length == 1 ? !path[0].Contains(':', StringComparison.Ordinal) : example.StartsWith(path[0] + ':', StringComparison.Ordinal))
        {
            // A whole key of the stack file needs its namespace.
            example = $"{source.Project}:{example}";
        }

        string[] full = [FullKey(path[0]), .. path[1..]];
        _errors.Add((path, new ConfigError(KeyOf(full), source.Locate?.Invoke(full), value ?? Show(path), rule, example)));
    }

    /// <summary>True when an error was found in this setting, in a part of it or in what it is part of: its value means nothing then.</summary>
    public bool HasError(params string[] path) => _errors.Exists(error => StartsWith(error.Path, path) || StartsWith(path, error.Path));

    /// <summary>True when the setting is in the configuration, with whatever value.</summary>
    public bool IsSet(params string[] path) => Find(path, out _);

    /// <summary>True when the whole key of a setting is marked as a secret: nothing below it is shown.</summary>
    public bool IsSecret(string[] path) => source.SecretKeys.Contains(FullKey(path[0]));

    /// <summary>All errors, in the order of the files.</summary>
    public ImmutableArray<ConfigError> InFileOrder() =>
    [
        .. _errors
            .Select(error => error.Error)
            .OrderBy(error => error.Location is null)
            .ThenBy(error => error.Location?.File, StringComparer.Ordinal)
            .ThenBy(error => error.Location?.Line)
            .ThenBy(error => error.Location?.Column),
    ];

    private static bool StartsWith(string[] path, string[] start) => path.Length >= start.Length && path.AsSpan(0, start.Length).SequenceEqual(start);

    private string FullKey(string key) => key.Contains(':', StringComparison.Ordinal) ? key : $"{source.Project}:{key}";

    private string Show(string[] path)
    {
        if (!Find(path, out var node)) return "(not set)";
        return SecretDetector.IsSecretName(path[^1]) || IsSecret(path) ? SecretText.Mask : ConfigValue.Display(node);
    }

    // Pulumi's own notation for a key that is not a plain word.
    private static string KeyOf(string[] path) => path[0] + string.Concat(path[1..].Select(segment =>
        segment.StartsWith('[') ? segment : segment.AsSpan().ContainsAny(".[]\" ") ? $"[\"{segment}\"]" : $".{segment}"));

    private bool Find(string[] path, out JsonNode? node)
    {
        node = root;
        foreach (var segment in path)
        {
            if (node is JsonObject map && map.TryGetPropertyValue(segment, out node)) continue;
            if (node is JsonArray list && segment.StartsWith('[') && int.Parse(segment.AsSpan(1, segment.Length - 2), provider: null) < list.Count)
                node = list[int.Parse(segment.AsSpan(1, segment.Length - 2), provider: null)];
            else
                return false;
        }

        return true;
    }
}
