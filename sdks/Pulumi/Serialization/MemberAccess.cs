using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pulumi.Serialization;

/// <summary>
/// Reads and writes members without invoking accessors where that makes no difference: an automatic property is its
/// field, and the runtime reaches fields without compiling anything.
/// </summary>
internal static class MemberAccess
{
    internal const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The field behind an automatic property, or null.</summary>
    public static FieldInfo? BackingField(PropertyInfo property)
        => property.GetMethod is { } getter
            && property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", Any | BindingFlags.DeclaredOnly) is { } field
            && getter.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            ? field
            : null;

    public static Func<object, object?> Reader(PropertyInfo property)
        => BackingField(property) is { } field ? field.GetValue : property.GetValue;
}
