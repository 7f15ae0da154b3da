using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Pulumi.Serialization;

/// <summary>Makes immutable arrays of an element type that is known only at run time.</summary>
internal sealed class ListConverter<T> : ValueConverter
{
    private readonly ValueConverter _element = Of(typeof(T));

    public override bool TryConvert(object value, out object? result)
    {
        result = null;
        if (value is not ImmutableArray<object> list)
            return false;

        var elements = new T[list.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = _element.Convert(list[i]) is { } element ? (T)element : default!;
        result = ImmutableCollectionsMarshal.AsImmutableArray(elements);
        return true;
    }
}

/// <summary>Finds the converter for an element type.</summary>
internal static class ListConverter
{
    public static ValueConverter Create(Type element)
        => element == typeof(string) ? new ListConverter<string>()
            : element == typeof(object) ? new ListConverter<object>()
            : (ValueConverter)Activator.CreateInstance(typeof(ListConverter<>).MakeGenericType(element), BindingFlags.DoNotWrapExceptions, null, null, null)!;
}
