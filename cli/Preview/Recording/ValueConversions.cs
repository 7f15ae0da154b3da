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
        IDictionary dictionary => Read(dictionary),
        IEnumerable items => Read(items),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} cannot be recorded."),
    };

    /// <summary>The recorded form of named values.</summary>
    public static RecordedMap Read(ImmutableDictionary<string, object> values)
    {
        var (names, recorded, index) = (new string[values.Count], new RecordedValue[values.Count], 0);
        foreach (var (name, value) in values)
            (names[index], recorded[index++]) = (name, Read(value));
        return RecordedMap.Of(names, recorded);
    }

    private static RecordedMap Read(IDictionary dictionary)
    {
        var (names, recorded, index) = (new string[dictionary.Count], new RecordedValue[dictionary.Count], 0);
        foreach (DictionaryEntry entry in dictionary)
            (names[index], recorded[index++]) = (Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, Read(entry.Value));
        return RecordedMap.Of(names, recorded);
    }

    private static RecordedList Read(IEnumerable items)
    {
        var values = new List<RecordedValue>();
        foreach (var item in items)
            values.Add(Read(item));
        return new([.. values]);
    }
}

/// <summary>Recorded values as Pulumi's mocks give them: dictionaries, arrays, texts, numbers and truth values, secrets as outputs.</summary>
internal static class MockAnswer
{
    /// <summary>The values by name. What is not known is left out: to Pulumi, that is what it means.</summary>
    public static Dictionary<string, object?> Of(RecordedMap map)
    {
        var state = new Dictionary<string, object?>(map.Count);
        for (var index = 0; index < map.Count; index++)
        {
            if (!map.Values[index].ContainsUnknown)
                state.Add(map.Names[index], Of(map.Values[index]));
        }

        return state;
    }

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
