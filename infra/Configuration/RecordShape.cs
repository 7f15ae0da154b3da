using System.Collections.Immutable;
using System.Reflection;

namespace SecureApi.Configuration;

/// <summary>The settings of a record: its properties that carry a <see cref="SettingAttribute"/>.</summary>
internal sealed class RecordShape
{
    private RecordShape(Type type, ImmutableArray<PropertyShape> properties) => (Type, Properties) = (type, properties);

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>Its settings, base record first, in the order of the source.</summary>
    public ImmutableArray<PropertyShape> Properties { get; }

    /// <summary>Reads the shape of a record.</summary>
    public static RecordShape Of(Type type) => new(
        type,
        [.. Declared(type.BaseType), .. Declared(type)]);

    private static IEnumerable<PropertyShape> Declared(Type? type)
    {
        foreach (var property in type?.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) ?? [])
        {
            if (property.IsDefined(typeof(SettingAttribute), inherit: false)) yield return new PropertyShape(property);
        }
    }

    /// <summary>The setting of a key; null when there is none.</summary>
    public PropertyShape? Find(string key)
    {
        foreach (var property in Properties)
        {
            if (property.Key == key) return property;
        }

        return null;
    }

    /// <summary>A record whose settings all have their defaults; required ones are null.</summary>
    public object CreateDefault() => Activator.CreateInstance(Type)!;
}
