using System.Globalization;

namespace SecureApi.Configuration;

/// <summary>
/// What the binder and the reference documentation must know of a setting beyond its type and default:
/// inclusive limits, unit and a valid example. It stands on the property, beside the default.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute : Attribute
{
    /// <summary>Least value of a number, count of a list or length of a text.</summary>
    public int Min { get; init; } = int.MinValue;

    /// <summary>Greatest value of a number, count of a list or length of a text.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>Unit of a number, for people: "days", "MiB".</summary>
    public string? Unit { get; init; }

    /// <summary>A valid value, written as in the stack file. A fault shows it.</summary>
    public required string Example { get; init; }

    /// <summary>The limits for people: "2 to 4", "at most 20 entries".</summary>
    public string DescribeLimits(string? unit)
    {
        var limits = (Min, Max) switch
        {
            (int.MinValue, _) => string.Create(CultureInfo.InvariantCulture, $"at most {Max}"),
            (_, int.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"at least {Min}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max}"),
        };
        return unit is null ? limits : $"{limits} {unit}";
    }
}
