using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Pulumi;

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
        JsonValueKind.Object => new RecordedMap(element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, From(member.Value)))),
        JsonValueKind.Array => new RecordedList([.. element.EnumerateArray().Select(From)]),
        JsonValueKind.String => new RecordedText(element.GetString()!),
        JsonValueKind.Number => new RecordedNumber(element.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => new RecordedBoolean(element.GetBoolean()),
        _ => RecordedNull.Instance,
    };
}

/// <summary>Values as Pulumi hands them to mocks: texts, numbers, truth values, lists and dictionaries.</summary>
internal static class PlainValues
{
    /// <summary>The recorded form of <paramref name="value"/>.</summary>
    /// <exception cref="NotSupportedException">No value that Pulumi's mocks give.</exception>
    public static RecordedValue Read(object? value) => value switch
    {
        null => RecordedNull.Instance,
        string text => new RecordedText(text),
        bool truth => new RecordedBoolean(truth),
        double number => new RecordedNumber(number),
        int number => new RecordedNumber(number),
        AssetOrArchive => new RecordedText($"[{value.GetType().Name}]"),
        ImmutableDictionary<string, object> map => Read(map),
        IDictionary map => new RecordedMap(map.Keys.Cast<object>().Select(key => KeyValuePair.Create(Convert.ToString(key, CultureInfo.InvariantCulture)!, Read(map[key])))),
        IEnumerable items => new RecordedList([.. items.Cast<object?>().Select(Read)]),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} cannot be recorded."),
    };

    /// <summary>The recorded form of named values.</summary>
    public static RecordedMap Read(ImmutableDictionary<string, object> values) =>
        new(values.Select(entry => KeyValuePair.Create(entry.Key, Read(entry.Value))));
}

/// <summary>Recorded values as Pulumi's mocks give them: dictionaries, arrays, texts, numbers and truth values, secrets as outputs.</summary>
internal static class MockAnswer
{
    /// <summary>The values by name. What is not known is left out: to Pulumi, that is what it means.</summary>
    public static Dictionary<string, object?> Of(RecordedMap map) =>
        map.Where(entry => !entry.Value.ContainsUnknown).ToDictionary(entry => entry.Key, entry => Of(entry.Value));

    private static object? Of(RecordedValue value) => value switch
    {
        RecordedBoolean truth => truth.Value,
        RecordedNumber number => number.Value,
        RecordedText text => text.Value,
        RecordedMap map => Of(map),
        RecordedList list => list.Select(item => Of(item)).ToImmutableArray(),
        RecordedSecret secret => Output.CreateSecret(Of(secret.Revealed)!),
        _ => null,
    };
}
