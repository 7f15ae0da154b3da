using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureApi.Configuration;

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
            _ when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>() is { Length: > 0 } value ? value : "\"\"",
            _ => node.ToJsonString(),
        };
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        if (end < 0 && text.Length <= LongestValue) return text;
        return string.Concat(text.AsSpan(0, Math.Min(end < 0 ? text.Length : end, LongestValue)), " …");
    }
}
