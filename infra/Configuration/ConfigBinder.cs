using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureApi.Network;

namespace SecureApi.Configuration;

/// <summary>
/// Turns JSON into records of settings, and reports every error on the way: wrong types, unknown and missing keys, limits, and
/// the rules of each property. A value with an error is left at its default.
/// </summary>
internal sealed class ConfigBinder(ConfigErrors errors)
{
    // Pulumi's YAML reader takes an unquoted date for a moment, and hands it on in Go's notation, or from the project file in JSON's.
    private static readonly string[] Midnights = [" 00:00:00 +0000 UTC", "T00:00:00Z"];

    // Words that YAML 1.1 took for a truth value, and YAML 1.2 does not.
    private static readonly string[] FormerTruths = ["yes", "no", "on", "off", "y", "n"];

    /// <summary>A record: every key is a setting of it.</summary>
    public object BindRecord(Type type, JsonObject map, string[] path)
    {
        var record = Activator.CreateInstance(type)!;
        var settings = Setting.Of(type);
        foreach (var (key, node) in map)
        {
            if (settings.FirstOrDefault(setting => setting.Key == key) is { } setting) BindSetting(record, setting, node, [.. path, key]);
            else ReportUnknownKey(settings, node, [.. path, key]);
        }

        foreach (var setting in settings.Where(setting => setting.IsRequired && !map.ContainsKey(setting.Key)))
        {
            if (!errors.HasError([.. path, setting.Key])) errors.Add([.. path, setting.Key], "required", setting.Example);
        }

        return record;
    }

    private void BindSetting(object record, Setting setting, JsonNode? node, string[] path)
    {
        var value = BindValue(setting.Property.PropertyType, setting, node, path);
        if (value is null) return;

        // A list counts as it is written: an item with an error is missing from the value.
        var (size, unit) = (value, node) switch
        {
            (int number, _) => (number, setting.Unit),
            (string text, _) => (text.Length, "characters"),
            (_, JsonArray list) => (list.Count, "entries"),
            (_, JsonObject map) when IsMap(value.GetType()) => (map.Count, "entries"),
            _ => (setting.Min, null),
        };
        if (size < setting.Min || size > setting.Max) errors.Add(path, setting.DescribeLimits(unit)!, setting.Example);
        else if (IsList(value.GetType()) || IsMap(value.GetType()) || IsValid(value, setting, setting.ValueRules, path)) setting.Property.SetValue(record, value);
    }

    /// <summary>A value of a type; null when the node does not hold one, which is then reported.</summary>
    private object? BindValue(Type type, Setting setting, JsonNode? node, string[] path) => type switch
    {
        _ when IsList(type) => Generic(nameof(BindList), type.GenericTypeArguments[0], setting, node, path),
        _ when IsMap(type) => Generic(nameof(BindMap), type.GenericTypeArguments[1], setting, node, path),
        { IsEnum: true } => BindEnum(type, setting, node, path),
        _ when type == typeof(SecretText) => BindSecret(node, path),
        _ when type == typeof(string) => Text(node, setting, path) is { } text ? text.Length > 0 ? text : Refuse("text that is not empty", setting, path) : null,
        _ when type == typeof(bool) => Scalar(node, "true or false", [JsonValueKind.True, JsonValueKind.False], setting, path)?.GetValue<bool>(),
        _ when type == typeof(int) => BindNumber(node, setting, path),
        _ when type == typeof(DateOnly) => BindDate(node, setting, path),
        _ when type == typeof(IPNetwork) => BindNetwork(node, setting, path),
        _ => node is JsonObject map ? BindRecord(type, map, path) : RefuseShape("a map", setting, node, path),
    };

    private object? BindNumber(JsonNode? node, Setting setting, string[] path)
    {
        if (Scalar(node, "a whole number", [JsonValueKind.Number], setting, path) is not { } number) return null;
        return int.TryParse(number.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : Refuse("a whole number in decimal digits, below 2147483648", setting, path);
    }

    private object? BindDate(JsonNode? node, Setting setting, string[] path)
    {
        if (Scalar(node, "a date", [JsonValueKind.String], setting, path)?.GetValue<string>() is not { } text) return null;
        var midnight = Midnights.FirstOrDefault(end => text.EndsWith(end, StringComparison.Ordinal)) ?? "";
        var day = text[..^midnight.Length];
        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : Refuse("a date: year-month-day, such as 2026-07-25", setting, path);
    }

    private object? BindNetwork(JsonNode? node, Setting setting, string[] path)
    {
        // The default says which family the setting is about.
        var ipv6 = setting.Key.Contains("Ipv6", StringComparison.Ordinal);
        if (Scalar(node, ipv6 ? "an IPv6 range" : "an IPv4 range", [JsonValueKind.String], setting, path)?.GetValue<string>() is not { } text) return null;
        return Cidr.TryParse(text, ipv6, out var network, out var rule) ? network : Refuse(rule, setting, path);
    }

    private object? BindEnum(Type type, Setting setting, JsonNode? node, string[] path)
    {
        var words = setting.WordsOf(type).ToList();
        var rule = $"one of {string.Join(", ", words)}";
        if (node?.GetValueKind() != JsonValueKind.String) return Refuse($"{rule}, not {ConfigValue.KindOf(node)}", setting, path);
        var word = node.GetValue<string>();
        return words.Contains(word)
            ? Enum.Parse(type, Enum.GetNames(type).First(name => Setting.CamelCase(name) == word))
            : Refuse(rule + Suggestion.DidYouMean(word, words), setting, path);
    }

    /// <summary>An encrypted value of a stack file, a value that the engine marks as secret, or <c>external: true</c>.</summary>
    private SecretText? BindSecret(JsonNode? node, string[] path)
    {
        if (SecretText.IsEncrypted(node)) return SecretText.Encrypted;
        if (errors.IsSecret(path) && node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: > 0 } text) return new SecretText(text);
        if (node is JsonObject { Count: 1 } map && map["external"]?.GetValueKind() == JsonValueKind.True) return SecretText.External;

        // The text may be a secret that somebody forgot to encrypt: it is not shown.
        errors.Add(
            path,
            "an encrypted value (pulumi config set --secret --path), or {external: true} when it is put into Secrets Manager by hand",
            $"{path[^1]}: {{external: true}}",
            SecretText.Mask);
        return null;
    }

    private object? BindList<T>(Setting setting, JsonNode? node, string[] path)
    {
        if (node is not JsonArray list) return Refuse($"a list, not {ConfigValue.KindOf(node)}", setting, path);
        var items = ImmutableArray.CreateBuilder<T>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            string[] itemPath = [.. path, ConfigValue.Item(i)];
            if (BindValue(typeof(T), setting, list[i], itemPath) is not T value || !IsValid(value, setting, setting.ValueRules, itemPath)) continue;
            if (items.Contains(value)) errors.Add(itemPath, "a list without duplicates: this item is already in the list", setting.Example);
            else items.Add(value);
        }

        return items.DrainToImmutable();
    }

    private object? BindMap<T>(Setting setting, JsonNode? node, string[] path)
    {
        if (node is not JsonObject map) return RefuseShape("a map", setting, node, path);
        var values = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (key, item) in map)
        {
            string[] itemPath = [.. path, key];
            var keyIsValid = IsValid(key, setting, setting.KeyRules, itemPath, key);
            var value = typeof(T) == typeof(string) ? Text(item, setting, itemPath) : BindValue(typeof(T), setting, item, itemPath);
            if (value is T valid && IsValid(valid, setting, setting.ValueRules, itemPath) && keyIsValid) values[key] = valid;
        }

        return values.ToImmutable();
    }

    private string? Text(JsonNode? node, Setting setting, string[] path) => Scalar(node, "text", [JsonValueKind.String], setting, path)?.GetValue<string>();

    /// <summary>The node if it is a value of the right kind; otherwise an error says how to write one.</summary>
    private JsonNode? Scalar(JsonNode? node, string type, JsonValueKind[] kinds, Setting setting, string[] path)
    {
        if (node is not null && kinds.Contains(node.GetValueKind()) && !SecretText.IsEncrypted(node)) return node;
        var fix = node?.GetValueKind() switch
        {
            null => ": leave the key out to get the default",
            JsonValueKind.String when SecretText.IsEncrypted(node) => ": only a service's secrets may be encrypted",
            JsonValueKind.String => FixOfText(node.GetValue<string>(), kinds),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when type == "text" => ": write it in quotes",
            _ => string.Empty,
        };
        errors.Add(path, $"{type}, not {ConfigValue.KindOf(node)}{fix}", (type == "text" ? InQuotes(node, setting, path) : null) ?? setting.Example);
        return null;
    }

    /// <summary>Text where a number or a truth value belongs: in quotes by mistake, or a word that only looks like one.</summary>
    private static string FixOfText(string text, JsonValueKind[] kinds)
    {
        var isTruth = kinds.Contains(JsonValueKind.True);
        if (isTruth ? text is "true" or "false" : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) return ": write it without quotes";
        return isTruth && FormerTruths.Contains(text, StringComparer.OrdinalIgnoreCase) ? $": {text} is a word in YAML 1.2" : string.Empty;
    }

    /// <summary>The entry with its value in quotes, where that is valid and shows no secret.</summary>
    private string? InQuotes(JsonNode? node, Setting setting, string[] path)
    {
        if (node is not JsonValue || node.GetValueKind() == JsonValueKind.String || path[^1].StartsWith('[')) return null;
        var text = node.ToJsonString();
        return SecretDetector.IsSecretName(path[^1]) || errors.IsSecret(path) || !setting.ValueRules.All(rule => rule.IsValid(text)) ? null : $"{path[^1]}: \"{text}\"";
    }

    /// <summary>True when a value has no error; reports the first rule that it breaks.</summary>
    private bool IsValid(object value, Setting setting, ImmutableArray<ValidationAttribute> rules, string[] path, string? shown = null)
    {
        if (value is Enum || rules.FirstOrDefault(rule => !rule.IsValid(value)) is not { } broken) return true;
        errors.Add(path, Setting.Describe(broken), setting.Example, shown);
        return false;
    }

    private object? Refuse(string rule, Setting setting, string[] path)
    {
        errors.Add(path, rule, setting.Example);
        return null;
    }

    /// <summary>Reports a value of another shape; what it holds may be a secret and is not shown.</summary>
    private object? RefuseShape(string expected, Setting setting, JsonNode? node, string[] path)
    {
        var kind = ConfigValue.KindOf(node);
        errors.Add(path, $"{expected}, not {kind}", setting.Example, $"({kind})");
        return null;
    }

    private void ReportUnknownKey(ImmutableArray<Setting> settings, JsonNode? node, string[] path)
    {
        var keys = settings.Select(setting => setting.Key).ToList();
        var meant = Suggestion.Nearest(path[^1], keys);
        var rule = meant is null ? $"a known key: {string.Join(", ", keys)}" : $"a known key; did you mean {meant}?";

        // What an unknown key holds is unknown too, and may be a secret.
        errors.Add(path, rule, settings.First(setting => setting.Key == (meant ?? keys[0])).Example, $"({ConfigValue.KindOf(node)})");
    }

    private object? Generic(string method, Type item, Setting setting, JsonNode? node, string[] path) =>
        GetType().GetMethod(method, BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(item).Invoke(this, [setting, node, path]);

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    private static bool IsMap(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>);
}
