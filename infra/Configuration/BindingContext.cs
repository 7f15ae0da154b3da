using System.Globalization;

namespace SecureApi.Configuration;

/// <summary>The place of the value that is being read: its path, the setting that it belongs to and the list of faults.</summary>
internal sealed class BindingContext
{
    private readonly string[] _path;
    private readonly Dictionary<Type, RecordShape> _shapes;

    /// <summary>The place of the whole configuration.</summary>
    public BindingContext(FaultList faults)
        : this([], property: null, faults, [])
    {
    }

    private BindingContext(string[] path, PropertyShape? property, FaultList faults, Dictionary<Type, RecordShape> shapes) =>
        (_path, Property, Faults, _shapes) = (path, property, faults, shapes);

    /// <summary>The setting that the value belongs to; null at the top.</summary>
    public PropertyShape? Property { get; }

    /// <summary>The key that the value stands under; null for an item of a list.</summary>
    public string? Name => _path[^1].StartsWith('[') ? null : _path[^1];

    private FaultList Faults { get; }

    /// <summary>The place of a setting in the record that is being read.</summary>
    public BindingContext Enter(PropertyShape property) => new([.. _path, property.Key], property, Faults, _shapes);

    /// <summary>The place of a key in the map that is being read.</summary>
    public BindingContext Enter(string key) => new([.. _path, key], Property, Faults, _shapes);

    /// <summary>The place of an item in the list that is being read.</summary>
    public BindingContext Enter(int index) => Enter(string.Create(CultureInfo.InvariantCulture, $"[{index}]"));

    /// <summary>Reports a fault of the value at this place.</summary>
    public void Report(string rule, string? example = null, string? value = null) =>
        Faults.Add(_path, rule, example ?? Property!.Example, value);

    /// <summary>Reports that the node at this place has another shape; what it holds may be a secret and is not shown.</summary>
    public void ReportShape(string expected, ConfigNode node) => Report($"{expected}, not {node.Kind}", value: $"({node.Kind})");

    /// <summary>True when the value keeps the setting's rules; reports the first that it breaks.</summary>
    public bool KeepsRules(object value, bool onKeys = false)
    {
        foreach (var rule in Property!.Rules)
        {
            if (rule.OnKeys != onKeys || rule.Allows(value)) continue;
            // The key is what is wrong; its value may be a secret.
            Report(rule.Rule, value: onKeys ? (string)value : null);
            return false;
        }

        return true;
    }

    /// <summary>The shape of a record, read once per configuration.</summary>
    public RecordShape ShapeOf(Type type) => _shapes.TryGetValue(type, out var shape) ? shape : _shapes[type] = RecordShape.Of(type);
}
