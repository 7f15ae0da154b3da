using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>
/// Reads and writes members without invoking accessors where that makes no difference: an automatic property is its
/// field, and the runtime reaches fields without compiling anything.
/// </summary>
internal static class MemberAccess
{
    internal const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The fields that a type declares itself, by name.</summary>
    public static Dictionary<string, FieldInfo> Fields(Type type)
    {
        var fields = new Dictionary<string, FieldInfo>();
        foreach (var field in type.GetFields(Any | BindingFlags.DeclaredOnly))
            fields.Add(field.Name, field);
        return fields;
    }

    /// <summary>What the compiler calls the field behind an automatic property.</summary>
    public static string BackingFieldName(string property) => $"<{property}>k__BackingField";

    /// <summary>The field behind an automatic property of a type, or null.</summary>
    /// <param name="property">The property.</param>
    /// <param name="type">The type that was asked for its properties.</param>
    /// <param name="fields">The fields of that type.</param>
    public static FieldInfo? BackingField(PropertyInfo property, Type type, Dictionary<string, FieldInfo> fields)
    {
        var name = BackingFieldName(property.Name);
        var field = property.DeclaringType == type
            ? fields.GetValueOrDefault(name)
            : property.DeclaringType!.GetField(name, Any | BindingFlags.DeclaredOnly);
        return field is not null && property.GetMethod is { } getter && AttributeReader.Of(getter.DeclaringType!).IsCompilerGenerated(getter) ? field : null;
    }

    /// <summary>Reads a property, or the field behind it.</summary>
    public static Func<object, object?> Reader(PropertyInfo property, FieldInfo? field)
        => field is null ? property.GetValue : field.GetValue;
}
