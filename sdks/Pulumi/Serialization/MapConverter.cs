using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>Makes immutable dictionaries of a value type that is known only at run time.</summary>
internal sealed class MapConverter<T> : ValueConverter
{
    private readonly ValueConverter _value = Of(typeof(T));

    public override bool TryConvert(object value, out object? result)
    {
        result = null;
        if (value is not ImmutableDictionary<string, object> map)
            return false;

        var entries = ImmutableDictionary.CreateBuilder<string, T>();
        foreach (var (key, entry) in map)
            entries.Add(key, _value.Convert(entry) is { } converted ? (T)converted : default!);
        result = entries.ToImmutable();
        return true;
    }
}

/// <summary>Finds the converter for a value type.</summary>
internal static class MapConverter
{
    public static ValueConverter Create(Type value)
        => value == typeof(string) ? new MapConverter<string>()
            : value == typeof(object) ? new MapConverter<object>()
            : (ValueConverter)Activator.CreateInstance(typeof(MapConverter<>).MakeGenericType(value), BindingFlags.DoNotWrapExceptions, null, null, null)!;
}
