using System.Globalization;

namespace SecureApi.Configuration;

/// <summary>Tells what an unquoted YAML scalar is, as Pulumi's own reader does (YAML 1.2 core schema, with 1.1's forms of numbers).</summary>
internal static class YamlScalars
{
    /// <summary>What the text is.</summary>
    public static ScalarKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ => IsNumber(text) ? ScalarKind.Number : ScalarKind.Text,
    };

    private static bool IsNumber(string text)
    {
        var digits = text.AsSpan().TrimStart("+-");
        if (digits.IsEmpty || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.')) return false;
        if (digits is ['0', 'x' or 'o' or 'b', _, ..]) return text.All(character => char.IsAsciiHexDigit(character) || "+-xo_".Contains(character));
        return double.TryParse(text.Replace("_", string.Empty, StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }
}
