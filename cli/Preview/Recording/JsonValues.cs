using System.Text.Json;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>JSON text as recorded values.</summary>
public static class JsonValues
{
    /// <summary>The value that <paramref name="json"/> describes, or null when it is no JSON.</summary>
    /// <param name="json">A JSON text, such as a policy document.</param>
    public static RecordedValue? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return From(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RecordedValue From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new RecordedMap(Members(element)),
        JsonValueKind.Array => new RecordedList([.. Elements(element)]),
        JsonValueKind.String => new RecordedText(element.GetString()!),
        JsonValueKind.Number => new RecordedNumber(element.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => new RecordedBoolean(element.GetBoolean()),
        _ => RecordedNull.Instance,
    };

    private static List<RecordedValue> Elements(JsonElement element)
    {
        var elements = new List<RecordedValue>();
        foreach (var item in element.EnumerateArray())
            elements.Add(From(item));
        return elements;
    }

    private static Dictionary<string, RecordedValue> Members(JsonElement element)
    {
        var members = new Dictionary<string, RecordedValue>();
        foreach (var member in element.EnumerateObject())
            members[member.Name] = From(member.Value);
        return members;
    }
}
