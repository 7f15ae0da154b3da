using System.Text.Json;

namespace SecureApi.Configuration;

/// <summary>Reads a structured value of Pulumi's engine, which hands it over as JSON text, into <see cref="ConfigNode"/>s.</summary>
internal static class JsonReader
{
    /// <summary>Reads a value; text that is not JSON is a scalar, because the engine hands plain values over as they are.</summary>
    public static ConfigNode Read(string text, bool isSecret)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..]) return new ConfigScalar(text, YamlScalars.KindOf(text), isSecret: isSecret);
        try
        {
            using var document = JsonDocument.Parse(text);
            return Convert(document.RootElement, isSecret);
        }
        catch (JsonException)
        {
            return new ConfigScalar(text, ScalarKind.Text, isSecret: isSecret);
        }
    }

    private static ConfigNode Convert(JsonElement element, bool isSecret) => element.ValueKind switch
    {
        JsonValueKind.Object => new ConfigMap(
            [.. element.EnumerateObject().Select(property => new ConfigEntry(property.Name, Convert(property.Value, isSecret)))],
            isSecret: isSecret),
        JsonValueKind.Array => new ConfigList(
            [.. element.EnumerateArray().Select(item => Convert(item, isSecret))],
            isSecret: isSecret),
        JsonValueKind.String => new ConfigScalar(element.GetString() ?? string.Empty, ScalarKind.Text, isSecret: isSecret),
        JsonValueKind.Number => new ConfigScalar(element.GetRawText(), ScalarKind.Number, isSecret: isSecret),
        JsonValueKind.True or JsonValueKind.False => new ConfigScalar(element.GetRawText(), ScalarKind.Boolean, isSecret: isSecret),
        _ => new ConfigScalar(string.Empty, ScalarKind.Null, isSecret: isSecret),
    };
}
