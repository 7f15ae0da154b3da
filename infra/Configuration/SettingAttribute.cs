namespace SecureApi.Configuration;

/// <summary>
/// What the binder and the reference documentation must know of a setting beyond its type and default:
/// inclusive limits, unit and a valid example. It stands on the property, beside the default.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute : Attribute
{
    /// <summary>Least value of a number, or least count of a list.</summary>
    public int Min { get; init; } = int.MinValue;

    /// <summary>Greatest value of a number, or greatest count of a list.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>Unit of a number, for people: "days", "MiB".</summary>
    public string? Unit { get; init; }

    /// <summary>A valid value, written as in the stack file. A fault shows it.</summary>
    public string? Example { get; init; }
}
