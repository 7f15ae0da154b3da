using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Cli.Audit;

/// <summary>A property of a resource and the value on which a verdict rests.</summary>
/// <param name="Property">The property's path, in Pulumi's camel case: <c>accessLogs.enabled</c>.</param>
/// <param name="Value">The value on one line; <see cref="SecretText.Mask"/> for a secret.</param>
public sealed record Evidence(string Property, string Value)
{
    private const int Longest = 160;
    private const string Absent = "(not set)";

    /// <summary>A property as it was recorded. A secret stays masked.</summary>
    /// <param name="property">The path.</param>
    /// <param name="value">The value; null when the property is not set.</param>
    public static Evidence Of(string property, RecordedValue? value) => new(property, Shorten(value?.ToString() ?? Absent));

    /// <summary>A direct argument of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="property">The argument's name.</param>
    public static Evidence Of(RecordedResource resource, string property) => Of(property, resource.Inputs[property]);

    /// <inheritdoc/>
    public override string ToString() => $"{Property} = {Value}";

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= Longest ? line : string.Concat(line.AsSpan(0, Longest), " …");
    }
}
