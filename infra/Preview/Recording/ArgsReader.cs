using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Pulumi;

namespace SecureApi.Preview.Recording;

/// <summary>
/// Reads resolved arguments into values that remember what was secret and what was unknown. Pulumi's mocks see the
/// arguments without these marks.
/// </summary>
/// <remarks>It never waits: an output that has not completed yet is a <see cref="NotCompletedException"/>.</remarks>
internal sealed class ArgsReader
{
    private readonly HashSet<Resource> dependencies = [];

    /// <summary>The values of <paramref name="args"/>, with their dependencies.</summary>
    public static ResolvedArgs Read(InputArgs args)
    {
        var reader = new ArgsReader();
        var values = new Dictionary<string, RecordedValue>();
        var sources = new Dictionary<string, IReadOnlySet<Resource>>();
        InputMembers.Read(args, (name, input) =>
        {
            reader.dependencies.Clear();
            var value = reader.Value(input);
            if (value is RecordedNull)
                return;

            values.Add(name, value);
            if (reader.dependencies.Count > 0)
                sources.Add(name, new HashSet<Resource>(reader.dependencies));
        });

        return new(new RecordedMap(values), sources);
    }

    /// <summary>One value that is already resolved, such as an output of a component.</summary>
    public static RecordedValue ReadPlain(object? value) => new ArgsReader().Value(value);

    /// <summary>Notes resources that the argument under way came from.</summary>
    public void Note(ImmutableHashSet<Resource> resources)
    {
        if (!resources.IsEmpty)
            dependencies.UnionWith(resources);
    }

    /// <summary>The recorded form of a value: an input, or what was in one.</summary>
    /// <exception cref="NotSupportedException">Pulumi would not accept a value of this type either, or the preview cannot show it.</exception>
    public RecordedValue Value(object? value) => value switch
    {
        null => RecordedNull.Instance,
        string text => new RecordedText(text),
        bool truth => new RecordedBoolean(truth),
        int number => new RecordedNumber(number),
        double number => new RecordedNumber(number),
        long number => new RecordedNumber(number),
        InputArgs args => Map(args),
        AssetOrArchive => new RecordedText($"[{value.GetType().Name}]"),
        Resource resource => Reference(resource),
        _ when InputReader.For(value.GetType()) is { } reader => reader.Read(value, this),
        IDictionary dictionary => Map(dictionary),
        IEnumerable items => List(items),
        _ when value.GetType().IsDefined(typeof(EnumTypeAttribute), inherit: false) => new RecordedText(value.ToString()!),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} cannot be an argument of a resource."),
    };

    private RecordedMap Map(InputArgs args)
    {
        var values = new Dictionary<string, RecordedValue>();
        InputMembers.Read(args, (name, entry) => Add(values, name, entry));
        return new(values);
    }

    private RecordedMap Map(IDictionary dictionary)
    {
        var values = new Dictionary<string, RecordedValue>();
        foreach (DictionaryEntry entry in dictionary)
            Add(values, Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value);
        return new(values);
    }

    private void Add(Dictionary<string, RecordedValue> values, string name, object? entry)
    {
        var value = Value(entry);
        if (value is not RecordedNull)
            values.Add(name, value);
    }

    private RecordedList List(IEnumerable items)
    {
        var values = new List<RecordedValue>();
        foreach (var item in items)
            values.Add(Value(item));
        return new([.. values]);
    }

    private RecordedText Reference(Resource resource)
    {
        dependencies.Add(resource);
        return new(resource.GetResourceName());
    }
}
