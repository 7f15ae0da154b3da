using System.Collections;
using System.Globalization;
using Pulumi;

namespace SecureApi.Preview.Recording;

/// <summary>
/// Reads resolved arguments into values that remember what was secret and what was unknown. Pulumi's mocks see the
/// arguments without these marks.
/// </summary>
/// <remarks>Only for arguments whose outputs have all completed: it never waits.</remarks>
internal sealed class ArgsReader
{
    private readonly HashSet<Resource> dependencies = [];

    /// <summary>The values of <paramref name="args"/>, with their dependencies.</summary>
    public static ResolvedArgs Read(InputArgs args)
    {
        var reader = new ArgsReader();
        var values = new Dictionary<string, RecordedValue>();
        var sources = new Dictionary<string, IReadOnlySet<Resource>>();
        foreach (var (name, input) in InputMembers.Of(args))
        {
            reader.dependencies.Clear();
            var value = reader.Value(input);
            if (value is RecordedNull)
                continue;

            values.Add(name, value);
            if (reader.dependencies.Count > 0)
                sources.Add(name, reader.dependencies.ToHashSet());
        }

        return new(new RecordedMap(values), sources);
    }

    /// <summary>One value that is already resolved, such as an output of a component.</summary>
    public static RecordedValue ReadPlain(object? value) => new ArgsReader().Value(value);

    /// <summary>Notes resources that the argument under way came from.</summary>
    public void Note(IEnumerable<Resource> resources) => dependencies.UnionWith(resources);

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
        InputArgs args => Map(InputMembers.Of(args).Select(member => (member.Name, (object?)member.Value))),
        AssetOrArchive => new RecordedText($"[{value.GetType().Name}]"),
        Resource resource => Reference(resource),
        _ when InputReader.For(value.GetType()) is { } reader => reader.Read(value, this),
        IDictionary dictionary => Map(dictionary.Keys.Cast<object>().Select(key => (Convert.ToString(key, CultureInfo.InvariantCulture)!, dictionary[key]))),
        IEnumerable items => new RecordedList([.. items.Cast<object?>().Select(Value)]),
        _ when value.GetType().IsDefined(typeof(EnumTypeAttribute), inherit: false) => new RecordedText(value.ToString()!),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} cannot be an argument of a resource."),
    };

    private RecordedMap Map(IEnumerable<(string Name, object? Value)> entries)
    {
        var values = new Dictionary<string, RecordedValue>();
        foreach (var (name, entry) in entries)
        {
            if (Value(entry) is not RecordedNull and var value)
                values[name] = value;
        }

        return new(values);
    }

    private RecordedText Reference(Resource resource)
    {
        dependencies.Add(resource);
        return new(resource.GetResourceName());
    }
}
