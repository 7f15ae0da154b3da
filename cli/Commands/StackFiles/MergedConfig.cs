using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureApi.Configuration;

namespace SecureApi.Cli.Commands.StackFiles;

/// <summary>
/// The configuration of a stack as the Pulumi CLI merges it: the stack file's values, and for keys that it does not have those of
/// the project file. What the CLI refuses before the program runs is an error here. docs/stack-files.md has the rules.
/// </summary>
internal sealed class MergedConfig(string project, YamlFile projectFile, YamlFile stackFile)
{
    private const string ConfigKey = "config";
    private static readonly string[] Attributes = ["type", "items", "description", "secret", "default", "value"];
    private static readonly string[] Types = ["string", "integer", "boolean", "array", "object"];

    private readonly Dictionary<string, (YamlFile File, string[] Path)> _places = new(StringComparer.Ordinal);

    /// <summary>The values by full key.</summary>
    public Dictionary<string, JsonNode?> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>What the CLI would refuse.</summary>
    public List<ConfigError> Errors { get; } = [];

    /// <summary>Merges the files.</summary>
    public void Read()
    {
        foreach (var (written, value) in stackFile.Root?[ConfigKey] as JsonObject ?? []) AddFromStack(written, value);
        foreach (var (written, entry) in projectFile.Root?[ConfigKey] as JsonObject ?? [])
        {
            if (FullKey(written) is { } key) Declare(key, written, entry);
            else Report(written, projectFile, [ConfigKey, written], entry, KeyRule, "aws:region: {value: eu-west-1}");
        }
    }

    /// <summary>Where a value was written; null when the key is in neither file.</summary>
    public SourceLocation? Locate(IReadOnlyList<string> path) =>
        _places.TryGetValue(path[0], out var place) ? place.File.Locate([.. place.Path, .. path.Skip(1)]) : null;

    private static string KeyRule => "a key, namespace:key or namespace:config:key";

    private void AddFromStack(string written, JsonNode? value)
    {
        string[] path = [ConfigKey, written];
        if (FullKey(written) is not { } key)
            Report(written, stackFile, path, value, KeyRule, "aws:region: eu-west-1");
        else if (Values.TryAdd(key, value))
            _places[key] = (stackFile, path);
        else
            Report(key, stackFile, path, value, $"one value for {key}: it is written twice, with and without its namespace", $"{key}: …");
    }

    /// <summary>A key with its namespace, which is the project where none is written; null when there are too many.</summary>
    private string? FullKey(string written) => written.Split(':') switch
    {
        [var key] => $"{project}:{key}",
        [_, _] => written,
        [var space, "config", var key] => $"{space}:{key}",
        _ => null,
    };

    /// <summary>An entry of the project file: a value, or a declaration with type, default or value.</summary>
    private void Declare(string key, string written, JsonNode? entry)
    {
        var isOwn = key.StartsWith($"{project}:", StringComparison.Ordinal);
        if (entry is JsonObject declaration)
        {
            if (!IsDeclaration(key, written, declaration, isOwn)) return;
            foreach (var attribute in new[] { "default", "value" })
            {
                if (declaration[attribute] is not { } value) continue;
                if (Values.TryAdd(key, value)) _places[key] = (projectFile, [ConfigKey, written, attribute]);
                else CheckType(key, declaration);
                return;
            }

            if (Values.ContainsKey(key)) CheckType(key, declaration);
            else if (isOwn) Errors.Add(new ConfigError(key, stackFile.LocateKey(ConfigKey), "(not set)", "a value: the project file declares the key, and has no default for it", $"{key}: …"));
            return;
        }

        if (entry?.GetValueKind() is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Array || IsInteger(entry))
        {
            if (Values.TryAdd(key, entry)) _places[key] = (projectFile, [ConfigKey, written]);
        }
        else
        {
            Report(key, projectFile, [ConfigKey, written], entry, $"text, a whole number, true, false, a list, or a map of {string.Join(", ", Attributes)}", $"{written}: {{default: …}}");
        }
    }

    private bool IsDeclaration(string key, string written, JsonObject declaration, bool isOwn)
    {
        var before = Errors.Count;
        void Refuse(string attribute, string rule, string example) =>
            Report(key, projectFile, [ConfigKey, written, attribute], declaration[attribute], rule, example);

        foreach (var (attribute, _) in declaration)
        {
            if (!Attributes.Contains(attribute))
                Refuse(attribute, $"one of {string.Join(", ", Attributes)}{Suggestion.DidYouMean(attribute, Attributes)}: a map of values goes below default", $"{written}: {{type: object, default: {{{attribute}: …}}}}");
        }

        var type = declaration["type"] is { } word ? word.GetValueKind() == JsonValueKind.String ? word.GetValue<string>() : "" : null;
        if (type is not null && !Types.Contains(type)) Refuse("type", $"one of {string.Join(", ", Types)}", "type: object");
        else if (isOwn && type == "array" && declaration["items"] is null) Refuse("type", "array together with items", "items: {type: string}");
        else if (isOwn && type is not null && declaration["default"] is { } value && !HasType(type, declaration["items"], value, isDefault: true))
            Refuse("default", $"a value of the type {type}, not {ConfigValue.KindOf(value)}", $"type: {type}");
        if (declaration["default"] is not null && declaration["value"] is not null) Refuse("value", "default or value, not both", "default: …");
        if (!isOwn && type is not null) Refuse("type", "no type: the key is another project's", "value: …");
        if (!isOwn && declaration["default"] is not null) Refuse("default", "value in place of default: the key is another project's", "value: …");
        else if (!isOwn && declaration["value"] is null) Refuse("value", "a value: the key is another project's", "value: …");
        return Errors.Count == before;
    }

    /// <summary>The CLI compares a stack's value with the declared type, and asks for encryption where the project does.</summary>
    private void CheckType(string key, JsonObject declaration)
    {
        var (file, path) = _places[key];
        var value = Values[key];
        if (declaration["secret"]?.GetValueKind() == JsonValueKind.True && !IsEncrypted(value))
            Report(key, file, path, value, "an encrypted value: the project file says secret: true", $"pulumi config set --secret {key}", hidden: true);
        else if (declaration["type"]?.GetValue<string>() is { } type && !HasType(type, declaration["items"], value, isDefault: false))
            Report(key, file, path, value, $"a value of the type {type}, as the project file declares it, not {ConfigValue.KindOf(value)}", $"{key}: {(type == "object" ? "{}" : type == "array" ? "[]" : "…")}");
    }

    // A stack's own words reach the CLI as text, those inside of lists and maps as what they are.
    private static bool HasType(string type, JsonNode? items, JsonNode? value, bool isDefault)
    {
        var isWord = value is JsonValue;
        var text = !isDefault && isWord && value!.GetValueKind() != JsonValueKind.String ? value.ToJsonString() : value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        return type switch
        {
            "string" => text is not null || (value is null && !isDefault),
            "integer" => IsInteger(value) || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False || text is "true" or "false",
            "object" => value is JsonObject,
            _ => value is JsonArray list && items?["type"]?.GetValueKind() == JsonValueKind.String
                && list.All(item => HasType(items["type"]!.GetValue<string>(), items["items"], item, isDefault: true)),
        };
    }

    private static bool IsInteger(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number;

    private static bool IsEncrypted(JsonNode? value) => value switch
    {
        JsonObject map => map.Any(entry => IsEncrypted(entry.Value)),
        JsonArray list => list.Any(IsEncrypted),
        _ => value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == SecretText.EncryptedText,
    };

    private void Report(string key, YamlFile file, string[] path, JsonNode? value, string rule, string example, bool hidden = false) =>
        Errors.Add(new ConfigError(key, file.Locate(path), hidden || value is JsonObject or JsonArray ? $"({ConfigValue.KindOf(value)})" : ConfigValue.Display(value), rule, example));
}
