using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>
/// Turns what a program gives (inputs, outputs, argument classes, lists, enumerations) into plain values as a provider
/// gets them: texts, truth values, numbers (always doubles), arrays, dictionaries and assets.
/// </summary>
/// <param name="owner">What has the value, for error messages.</param>
/// <param name="resource">The resource that has the value, if one has.</param>
/// <param name="keepMarks">Whether secrets and unknown values keep the marks that Pulumi's protocol gives them.</param>
internal sealed class ValueReader(string owner, Resource? resource = null, bool keepMarks = false)
{
    /// <summary>The text that stands for an unknown value in what a provider or a mock gives.</summary>
    private const string UnknownText = ProviderResource.UnknownId;

    private const string MarkKey = "4dabf18193072939515e22adb298388d";
    private const string SecretMark = "1b47061264138c4ac30d75fd1eb44270";

    private object?[] _path = [];
    private int _depth;

    /// <summary>Whether every output that was met is known.</summary>
    public bool IsKnown { get; private set; } = true;

    /// <summary>Whether an output that was met is secret.</summary>
    public bool IsSecret { get; private set; }

    /// <summary>The resources that the value comes from.</summary>
    public ResourceSet Resources { get; private set; } = ResourceSet.Empty;

    /// <summary>An output that has not completed yet; what was read is of no use until it has.</summary>
    public OutputState? Pending { get; private set; }

    /// <summary>Reads an input; an error names it.</summary>
    /// <param name="owner">What has the input.</param>
    /// <param name="input">The input.</param>
    /// <param name="resource">The resource that has the input, if one has.</param>
    public static ValueReader ReadInput(string owner, NamedValue input, Resource? resource = null)
    {
        try
        {
            return ReadAt(new ValueReader(owner, resource), input.Name, input.Value);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"error serializing property \"{input.Name}\": {error.Message}", error);
        }
    }

    /// <summary>Reads a value as far as its outputs have completed.</summary>
    public static ValueReader ReadAt(string owner, string name, object? value, bool keepMarks = false)
        => ReadAt(new ValueReader(owner, resource: null, keepMarks), name, value);

    private static ValueReader ReadAt(ValueReader reader, string name, object? value)
    {
        reader.Value = reader.ReadAt(name, value);
        return reader;
    }

    /// <summary>Whether a value is its own reading: no output, nothing that holds one, and not the text for an unknown value.</summary>
    public static bool IsPlain(object value) => value is bool or double || (value is string text && text != UnknownText);

    /// <summary>What was read.</summary>
    public object? Value { get; private set; }

    /// <summary>Reads a value that is at hand.</summary>
    public object? Read(object? value)
    {
        switch (value)
        {
            case null or bool or double:
                return value;
            case string text:
                return text == UnknownText ? Unknown() : text;
            case int number:
                return (double)number;
            case InputArgs args:
                return ReadArgs(args);
            case AssetOrArchive:
                return value;
            case Task:
                throw new InvalidOperationException(
                    $"Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output:\n\t{Where()}");
            case IInput input:
                return ReadOutput(input.Content);
            case IUnion union:
                return Read(union.Value);
            case JsonElement element:
                return ReadJson(element);
            case IOutput output:
                return ReadOutput(output.State);
            case Resource other:
                throw new NotSupportedException(
                    $"The local Pulumi core does not pass the resource '{other.GetResourceName()}' itself as a value; pass its Id or its Urn.\n\t{Where()}");
            case IDictionary dictionary:
                return ReadDictionary(dictionary);
            case IList list:
                return ReadList(list);
            case Enum when ((Enum)value).GetTypeCode() == TypeCode.Int32:
                return (double)(int)value;
            case ValueTuple:
                return null;
            default:
                return ReadMarked(value);
        }
    }

    private object? ReadAt(object segment, object? value)
    {
        if (_depth == _path.Length)
            Array.Resize(ref _path, Math.Max(4, _depth * 2));
        _path[_depth++] = segment;
        var result = Read(value);
        _depth--;
        return result;
    }

    private object? ReadOutput(OutputState state)
    {
        if (!state.IsCompleted)
        {
            Pending ??= state;
            return null;
        }

        if (state.Error is not null)
            throw state.Error;

        Resources = Resources.Union(state.Resources);
        IsSecret |= state.IsSecret;
        var value = state.IsKnown ? Read(state.Value) : Unknown();
        return keepMarks && state is { IsKnown: true, IsSecret: true }
            ? ImmutableDictionary<string, object?>.Empty.Add(MarkKey, SecretMark).Add("value", value)
            : value;
    }

    private string? Unknown()
    {
        IsKnown = false;
        return keepMarks ? UnknownText : null;
    }

    private ImmutableDictionary<string, object> ReadArgs(InputArgs args)
    {
        var result = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (name, value) in args.ReadInputs())
            AddEntry(result, name, value);
        return result.ToImmutable();
    }

    private ImmutableDictionary<string, object> ReadDictionary(IDictionary dictionary)
    {
        var result = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is not string key)
                throw new InvalidOperationException($"Dictionaries are only supported with string keys:\n\t{Where()}");
            AddEntry(result, key, entry.Value);
        }

        return result.ToImmutable();
    }

    /// <summary>A null is left out. What starts with two underscores belongs to the engine.</summary>
    private void AddEntry(ImmutableDictionary<string, object>.Builder result, string key, object? value)
    {
        if (ReadAt(key, value) is { } read && !(_depth > 0 && key.StartsWith("__", StringComparison.Ordinal)))
            result[key] = read;
    }

    private ImmutableArray<object?> ReadList(IList list)
    {
        var result = ImmutableArray.CreateBuilder<object?>(CountOf(list));
        for (var i = 0; i < result.Capacity; i++)
            result.Add(ReadAt(i, list[i]));
        return result.MoveToImmutable();
    }

    private static int CountOf(IList list)
    {
        try
        {
            return list.Count;
        }
        catch (InvalidOperationException) when (list is ValueType)
        {
            // A default immutable array, which counts as an empty one.
            return 0;
        }
    }

    private object? ReadJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return Read(element.GetString());
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(ReadJson).ToImmutableArray();
            case JsonValueKind.Object:
                var result = ImmutableDictionary.CreateBuilder<string, object?>();
                foreach (var property in element.EnumerateObject())
                    result[property.Name] = ReadJson(property.Value);
                return result.ToImmutable();
            default:
                return null;
        }
    }

    private object? ReadMarked(object value)
    {
        var shape = MarkedShape.Of(value.GetType())
            ?? throw new InvalidOperationException($"{value.GetType().FullName} is not a supported argument type.\n\t{Where()}");
        if (shape.EnumValue is not null)
            return Read(shape.EnumValue(value));

        var result = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var (name, read) in shape.Fields)
            result[name] = ReadAt(name, read(value));
        return result.ToImmutable();
    }

    private string Where()
    {
        var text = new StringBuilder(owner);
        if (resource is not null)
            text.Append(':').Append(resource.GetResourceName()).Append('[').Append(resource.GetResourceType()).Append(']');
        foreach (var segment in _path.AsSpan(0, _depth))
        {
            if (segment is int index)
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else
                text.Append('.').Append(segment);
        }

        return text.ToString();
    }
}
