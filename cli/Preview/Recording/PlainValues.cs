using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Pulumi;

namespace SecureApi.Cli.Preview.Recording;

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
