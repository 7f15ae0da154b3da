using System.Collections;

namespace SecureApi.Configuration;

/// <summary>Reads a record of settings: every key is a property, and no other key is allowed.</summary>
internal sealed class RecordReader(Type type) : ValueReader
{
    /// <inheritdoc/>
    public override string TypeName => "a map";

    /// <summary>The record.</summary>
    public Type RecordType => type;

    /// <inheritdoc/>
    public override object? Read(ConfigNode node, object? current, BindingContext context)
    {
        if (node is not ConfigMap map)
        {
            context.ReportShape(TypeName, node);
            return null;
        }

        var shape = context.ShapeOf(type);
        var record = shape.CreateDefault();
        foreach (var entry in map.Entries)
        {
            if (shape.Find(entry.Key) is { } property) ReadProperty(record, property, entry.Value, context.Enter(property));
            else ReportUnknown(entry, shape, context);
        }

        foreach (var property in shape.Properties)
        {
            if (property.IsRequired && map.Find(property.Key) is null) context.Enter(property).Report("required");
        }

        return record;
    }

    private static void ReadProperty(object record, PropertyShape property, ConfigNode node, BindingContext context)
    {
        var reader = ValueReaders.For(property.Property.PropertyType);
        var value = reader.Read(node, property.Property.GetValue(record), context);
        if (value is null || BreaksLimits(value, node, property, context)) return;
        // The rules of a list or map are about its items, and were applied to them.
        if (value is string or not IEnumerable && !context.KeepsRules(value)) return;
        property.Property.SetValue(record, value);
    }

    private static bool BreaksLimits(object value, ConfigNode node, PropertyShape property, BindingContext context)
    {
        // A list counts as it is written: a faulty item is missing from the value.
        var (size, unit) = (value, node) switch
        {
            (int number, _) => (number, property.Setting.Unit),
            (string text, _) => (text.Length, "characters"),
            (_, ConfigList list) => (list.Items.Length, "entries"),
            (_, ConfigMap map) => (map.Entries.Length, "entries"),
            _ => (property.Setting.Min, null),
        };
        if (size >= property.Setting.Min && size <= property.Setting.Max) return false;
        context.Report(property.Setting.DescribeLimits(unit));
        return true;
    }

    private static void ReportUnknown(ConfigEntry entry, RecordShape shape, BindingContext context)
    {
        var key = entry.Key;
        var keys = shape.Properties.Select(property => property.Key).ToArray();
        var meant = Suggestion.Nearest(key, keys);
        var example = shape.Find(meant ?? keys[0])!.Example;
        var rule = meant is null ? $"a known key: {string.Join(", ", keys)}" : $"a known key; did you mean {meant}?";
        // What an unknown key holds is unknown too, and may be a secret.
        context.Enter(key).Report(rule, example, $"({entry.Value.Kind})");
    }
}
