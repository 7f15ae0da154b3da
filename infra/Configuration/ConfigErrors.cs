using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi;

namespace SecureApi.Configuration;

/// <summary>
/// Collects the validation errors of one stack. A rule names the setting by its path; this adds the value that was found,
/// masked when it may be a secret, and where it was written.
/// </summary>
/// <param name="source">The configuration that is validated.</param>
/// <param name="root">Its values: the project's keys without namespace, all others with theirs.</param>
internal sealed class ConfigErrors(EngineConfiguration source, JsonObject root)
{
    private readonly List<(string[] Path, ConfigError Error)> _errors = [.. source.SourceErrors.Select(error => (new[] { ShortKey(error.Key, source.Project) }, error))];

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

    private static string ShortKey(string key, string project) => key.StartsWith($"{project}:", StringComparison.Ordinal) ? key[(project.Length + 1)..] : key;

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

/// <summary>One validation error of a stack's configuration, with what a person needs to fix it.</summary>
/// <param name="Key">The key, as Pulumi names it: <c>secure-api:network.natGateways</c>.</param>
/// <param name="Location">Where it was written; null when it came from the engine or is not written at all.</param>
/// <param name="Value">What was found, on one line; a secret is masked.</param>
/// <param name="Rule">What a valid value is.</param>
/// <param name="Example">A valid entry of the stack file: <c>natGateways: perAz</c>.</param>
public sealed record ConfigError(string Key, SourceLocation? Location, string Value, string Rule, string Example)
{
    /// <summary>The error on four lines, without a line break at the end.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append("  ").Append(Key);
        if (Location is not null) text.Append("  (").Append(Location).Append(')');
        return ConfigValue.Printable(text
            .Append("\n    value    ").Append(Value)
            .Append("\n    rule     ").Append(Rule)
            .Append("\n    example  ").Append(Example)
            .ToString());
    }
}

/// <summary>Where a value was written.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column)
{
    /// <summary>The form that editors and terminals turn into a link: <c>Pulumi.prod.yaml:12:5</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}

/// <summary>The configuration of a stack is not valid. The exception holds every error, in the order of the files.</summary>
/// <remarks>Pulumi prints the message of a <see cref="RunException"/> without a stack trace.</remarks>
public sealed class ConfigException : RunException
{
    /// <summary>Makes the exception from the errors of one stack; there is at least one.</summary>
    public ConfigException(string stack, ImmutableArray<ConfigError> errors)
        : base(Describe(stack, errors)) => (Stack, Errors) = (stack, errors);

    /// <summary>The stack's name.</summary>
    public string Stack { get; }

    /// <summary>Every error that was found.</summary>
    public ImmutableArray<ConfigError> Errors { get; }

    private static string Describe(string stack, ImmutableArray<ConfigError> errors)
    {
        var count = errors.Length == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{errors.Length} errors");
        return $"The configuration of stack '{stack}' has {count}; nothing was declared.\n\n{string.Join("\n\n", errors)}\n";
    }
}

/// <summary>Finds the known word that is most similar to a misspelt one.</summary>
public static class Suggestion
{
    /// <summary>The known word nearest to a mistyped one; null when none is near. Case does not count.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? nearest = null;
        // With half of its letters wrong it is a different word.
        var least = Math.Max(word.Length / 2, 1);
        foreach (var candidate in known)
        {
            var distance = Distance(word, candidate);
            if (distance <= least && (nearest is null || distance < least)) (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>"; did you mean x?", or nothing.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $"; did you mean {nearest}?" : string.Empty;

    /// <summary>Levenshtein's distance: letters inserted, left out or replaced.</summary>
    internal static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j]) = (row[j], next);
            }
        }

        return row[right.Length];
    }
}

/// <summary>The words for values in error messages: the same in the program and in the tools that read other files.</summary>
public static class ConfigValue
{
    private const int LongestValue = 100;

    /// <summary>The segment of a path for an item of a list.</summary>
    public static string Item(int index) => string.Create(CultureInfo.InvariantCulture, $"[{index}]");

    /// <summary>What a value is, for people: "a list", "a number".</summary>
    public static string KindOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => "a map",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => SecretText.IsEncrypted(node) ? "an encrypted value" : "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "nothing",
    };

    /// <summary>A value on one short line, for people. Of a map only the keys: a value below may be a secret that nobody encrypted.</summary>
    public static string Display(JsonNode? node)
    {
        var text = node switch
        {
            null => "(empty)",
            JsonObject map => $"{{{string.Join(", ", map.Select(entry => entry.Key))}}}",
            JsonArray list => $"[{string.Join(", ", list.Select(Display))}]",
            _ when SecretText.IsEncrypted(node) => SecretText.Mask,
            _ when node.GetValueKind() == JsonValueKind.String => Quoted(node.GetValue<string>()),
            _ => node.ToJsonString(),
        };
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        if (end < 0 && text.Length <= LongestValue) return text;
        return string.Concat(text.AsSpan(0, Math.Min(end < 0 ? text.Length : end, LongestValue)), " …");
    }

    /// <summary>A text that may come from anybody, without what a terminal would act on; line feeds stay.</summary>
    public static string Printable(string text) => text.All(IsPrintable) ? text : string.Concat(text.Select(character => IsPrintable(character) ? character : '\uFFFD'));

    private static bool IsPrintable(char character) =>
        character == '\n' || !(char.IsControl(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format);

    // Quotes show where a value begins and ends when it has blanks, and that there is one.
    private static string Quoted(string text) =>
        text.Length == 0 || (text.Any(char.IsWhiteSpace) && !text.AsSpan().ContainsAny('\r', '\n')) ? $"\"{text}\"" : text;
}
