using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SecureApi.Configuration;

/// <summary>One setting of a record. Its attributes are read only when the setting is used.</summary>
internal sealed class PropertyShape(PropertyInfo property)
{
    private object[]? _attributes;
    private SettingAttribute? _setting;
    private ImmutableArray<SettingRuleAttribute> _rules;

    /// <summary>The key in the configuration: the property's name in camel case.</summary>
    public string Key { get; } = CamelCase(property.Name);

    /// <summary>The property.</summary>
    public PropertyInfo Property => property;

    /// <summary>Limits, unit and example.</summary>
    public SettingAttribute Setting => _setting ??= Attributes.OfType<SettingAttribute>().Single();

    /// <summary>Rules on the value beyond its limits.</summary>
    public ImmutableArray<SettingRuleAttribute> Rules =>
        _rules.IsDefault ? _rules = [.. Attributes.OfType<SettingRuleAttribute>()] : _rules;

    /// <summary>True when the setting has no default.</summary>
    public bool IsRequired => property.IsDefined(typeof(RequiredMemberAttribute), inherit: false);

    /// <summary>A valid entry, as it would stand in the stack file.</summary>
    public string Example => $"{Key}: {Setting.Example}";

    private object[] Attributes => _attributes ??= property.GetCustomAttributes(inherit: false);

    /// <summary>A name as it stands in the configuration.</summary>
    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
