using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>How to read a value of an <see cref="EnumTypeAttribute"/> struct or of an <see cref="OutputTypeAttribute"/> class.</summary>
internal sealed class MarkedShape
{
    private static readonly ConcurrentDictionary<Type, MarkedShape?> Shapes = new();

    private MarkedShape(Func<object, object?>? enumValue, (string Name, Func<object, object?> Read)[] fields)
        => (EnumValue, Fields) = (enumValue, fields);

    /// <summary>Gives the text or the number of an enumeration's value; null for a class.</summary>
    public Func<object, object?>? EnumValue { get; }

    /// <summary>The read-only fields of a class, by Pulumi's names for them.</summary>
    public (string Name, Func<object, object?> Read)[] Fields { get; }

    /// <summary>The shape of a type, or null if it has neither mark.</summary>
    public static MarkedShape? Of(Type type) => Shapes.GetOrAdd(type, static type => Create(type));

    private static MarkedShape? Create(Type type)
    {
        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
        {
            var conversion = type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type]);
            if (conversion is null || (conversion.ReturnType != typeof(string) && conversion.ReturnType != typeof(double)))
                throw new InvalidOperationException($"Expected {type.FullName} to have an explicit conversion operator to String or Double.");
            return new MarkedShape(value => conversion.Invoke(null, [value]), []);
        }

        if (!type.IsDefined(typeof(OutputTypeAttribute)))
            return null;

        var fields = new List<(string, Func<object, object?>)>();
        foreach (var field in type.GetFields(MemberAccess.Any))
        {
            if (field.IsInitOnly)
                fields.Add((char.ToLowerInvariant(field.Name[0]) + field.Name[1..], field.GetValue));
        }

        return new MarkedShape(null, [.. fields]);
    }
}
