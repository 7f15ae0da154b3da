using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SecureApi.Configuration;

/// <summary>
/// Marks a property that a person can set, with what type, default and rules do not say. Limits are
/// <see cref="RangeAttribute"/> and <see cref="LengthAttribute"/>; other rules are validation attributes, which hold for every
/// item of a list and every value of a map.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute : Attribute
{
    /// <summary>The unit of a number, for people: "days", "MiB".</summary>
    public string? Unit { get; init; }

    /// <summary>A valid value, written as in the stack file. A validation error shows it.</summary>
    public required string Example { get; init; }
}

/// <summary>A pattern for the keys of a map.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyPatternAttribute(string pattern) : RegularExpressionAttribute(pattern)
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string { Length: > 0 } && base.IsValid(value);
}

/// <summary>Marks a property as a setting, with its unit and example for the binder, the reference and the schema.</summary>
internal sealed class Setting
{
    private Setting(PropertyInfo property, SettingAttribute attribute)
    {
        (Property, Unit, Key) = (property, attribute.Unit, CamelCase(property.Name));
        Example = $"{Key}: {attribute.Example}";
        var rules = property.GetCustomAttributes<ValidationAttribute>().ToList();
        (Min, Max) = rules.OfType<RangeAttribute>().Select(range => ((int)range.Minimum, (int)range.Maximum))
            .Concat(rules.OfType<LengthAttribute>().Select(length => (length.MinimumLength == 0 ? int.MinValue : length.MinimumLength, length.MaximumLength)))
            .FirstOrDefault((int.MinValue, int.MaxValue));
        KeyRules = [.. rules.OfType<KeyPatternAttribute>()];
        ValueRules = [.. rules.Where(rule => rule is not (RangeAttribute or LengthAttribute or KeyPatternAttribute))];
    }

    /// <summary>The property.</summary>
    public PropertyInfo Property { get; }

    /// <summary>The key in the configuration.</summary>
    public string Key { get; }

    /// <summary>The unit of a number; null when there is none.</summary>
    public string? Unit { get; }

    /// <summary>A valid entry of the stack file.</summary>
    public string Example { get; }

    /// <summary>The least number, length or count.</summary>
    public int Min { get; }

    /// <summary>The greatest number, length or count.</summary>
    public int Max { get; }

    /// <summary>Rules for the keys of a map.</summary>
    public ImmutableArray<ValidationAttribute> KeyRules { get; }

    /// <summary>Rules for the value, or for every item of a list or map.</summary>
    public ImmutableArray<ValidationAttribute> ValueRules { get; }

    /// <summary>True when there is no default.</summary>
    public bool IsRequired => Property.IsDefined(typeof(RequiredMemberAttribute), inherit: false);

    /// <summary>The settings of a record in the order of the source, those of its base record first.</summary>
    public static ImmutableArray<Setting> Of(Type record) =>
    [
        .. record.BaseType is { } parent && parent != typeof(object) ? Of(parent) : [],
        .. record.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => (Property: property, Attribute: property.GetCustomAttribute<SettingAttribute>(inherit: false)))
            .Where(setting => setting.Attribute is not null)
            .Select(setting => new Setting(setting.Property, setting.Attribute!)),
    ];

    /// <summary>A name as it is written in the configuration.</summary>
    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>The words of an enumeration: all, or those that the setting allows.</summary>
    public IEnumerable<string> WordsOf(Type enumeration) =>
        (ValueRules.OfType<AllowedValuesAttribute>().FirstOrDefault()?.Values.OfType<object>() ?? Enum.GetValues(enumeration).Cast<object>())
            .Select(value => CamelCase(value.ToString()!));

    /// <summary>What a rule asks for: its message, followed by the values that it allows.</summary>
    public static string Describe(ValidationAttribute rule)
    {
        if (rule is not AllowedValuesAttribute allowed) return rule.FormatErrorMessage(string.Empty);

        // The framework's own message, with a place for the property's name, does not name the values.
        var hasMessage = rule.ErrorMessage is { } message && !message.Contains("{0}", StringComparison.Ordinal);
        return $"{(hasMessage ? $"{rule.ErrorMessage}:" : "one of")} {string.Join(", ", allowed.Values)}";
    }

    /// <summary>The limits for people: "2 to 4", "at most 20 entries"; null when there are none.</summary>
    public string? DescribeLimits(string? unit) => (Min, Max) switch
    {
        (int.MinValue, int.MaxValue) => null,
        (int.MinValue, _) => WithUnit($"at most {Max}", unit),
        (_, int.MaxValue) => WithUnit($"at least {Min}", unit),
        _ => WithUnit($"{Min} to {Max}", unit),
    };

    private static string WithUnit(FormattableString limits, string? unit) =>
        limits.ToString(CultureInfo.InvariantCulture) + (unit is null ? string.Empty : $" {unit}");
}
