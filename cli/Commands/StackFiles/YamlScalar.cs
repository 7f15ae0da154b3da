using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SecureApi.Cli.Commands.StackFiles;

/// <summary>
/// What an unquoted word of a stack file means to Pulumi, whose reader is Go's gopkg.in/yaml.v3: YAML 1.2 with the octal numbers,
/// underscores and dates of YAML 1.1. docs/stack-files.md has the rules.
/// </summary>
internal static partial class YamlScalar
{
    /// <summary>The value of an unquoted word; null for YAML's null.</summary>
    /// <param name="text">The word.</param>
    /// <param name="kind">Whose file it stands in.</param>
    /// <exception cref="FormatException">The word is a number that JSON does not have.</exception>
    public static JsonNode? Resolve(string text, YamlKind kind) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" =>
            throw new FormatException($"expected a finite number, not {text}"),
        _ when kind != YamlKind.Other && Date(text, kind == YamlKind.Project) is { } date => JsonValue.Create(date),
        _ => Number(text) ?? JsonValue.Create(text),
    };

    /// <summary>The text of an unquoted key below the names of the settings: Go prints what the word means.</summary>
    public static string Key(string text) => Resolve(text, YamlKind.Stack) switch
    {
        null => "<nil>",
        JsonValue value when value.TryGetValue<string>(out var word) => word,
        var value => value.ToJsonString(),
    };

    private static JsonNode? Number(string text)
    {
        if (text[0] is not (>= '0' and <= '9' or '+' or '-' or '.')) return null;

        // A fraction without a digit before it is taken as it stands.
        var plain = text[0] == '.' ? text : text.Replace("_", "", StringComparison.Ordinal);
        if (text[0] != '.' && Integer(plain) is { } whole) return JsonNode.Parse(whole.ToString(CultureInfo.InvariantCulture));
        return Decimal().IsMatch(plain) && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonNode.Parse(Json(number))
            : null;
    }

    // strconv.ParseInt and ParseUint with base 0.
    private static BigInteger? Integer(string text)
    {
        var negative = text is ['-', ..];
        var digits = text is ['-' or '+', ..] ? text[1..] : text;
        var (radix, rest) = digits switch
        {
            ['0', 'x' or 'X', .. var hexadecimal] => (16, hexadecimal),
            ['0', 'b' or 'B', .. var binary] => (2, binary),
            ['0', 'o' or 'O', .. var octal] => (8, octal),
            ['0', .. { Length: > 0 } octal] => (8, octal),
            _ => (10, digits),
        };
        if (rest.Length is 0 or > 64 || !rest.All(digit => char.IsAsciiHexDigit(digit) && Convert.ToInt32($"{digit}", 16) < radix)) return null;
        var value = rest.Aggregate(BigInteger.Zero, (sum, digit) => (sum * radix) + Convert.ToInt32($"{digit}", 16));
        if (negative) value = -value;
        return value >= long.MinValue && value <= (text is ['+', ..] ? long.MaxValue : ulong.MaxValue) ? value : null;
    }

    /// <summary>A number as Go's encoding/json writes it: the shortest digits, an exponent only for the very large and small.</summary>
    private static string Json(double number)
    {
        var scientific = "";
        for (var digits = 0; digits <= 16; digits++)
        {
            scientific = number.ToString($"E{digits}", CultureInfo.InvariantCulture);
            if (double.Parse(scientific, CultureInfo.InvariantCulture) == number) break;
        }

        var exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (number == 0) return "0";
        if (exponent is < -6 or >= 21)
        {
            var mantissa = scientific[..scientific.IndexOf('E', StringComparison.Ordinal)];
            return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}");
        }

        var sign = number < 0 ? "-" : "";
        var significant = scientific[..scientific.IndexOf('E', StringComparison.Ordinal)].Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{significant}";
        return significant.Length <= exponent + 1
            ? $"{sign}{significant.PadRight(exponent + 1, '0')}"
            : $"{sign}{significant[..(exponent + 1)]}.{significant[(exponent + 1)..]}";
    }

    private static string? Date(string text, bool asJson)
    {
        if (Timestamp().Match(text) is not { Success: true } match) return null;
        int Part(int group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var (year, month, day, hour, minute, second) = (Part(1), Part(2), Part(3), Part(5), Part(6), Part(7));
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return null;

        // With a T there is a zone, with a blank there is none.
        var zone = match.Groups[9].Value;
        if (match.Groups[4].Success && (match.Groups[4].Value == " ") != (zone.Length == 0)) return null;
        var fraction = match.Groups[8].Value.Replace(',', '.').TrimEnd('0').TrimEnd('.');
        if (fraction.Length > 10) fraction = fraction[..10].TrimEnd('0').TrimEnd('.');
        var isUtc = zone is "" or "Z" or "+00:00" or "-00:00";
        var (date, time) = ($"{year:D4}-{month:D2}-{day:D2}", $"{hour:D2}:{minute:D2}:{second:D2}{fraction}");
        if (asJson) return $"{date}T{time}{(isUtc ? "Z" : zone)}";
        var offset = zone.Replace(":", "", StringComparison.Ordinal);
        return isUtc ? $"{date} {time} +0000 UTC" : $"{date} {time} {offset} {offset}";
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})([.,][0-9]+)?(Z|[+-](?:[01][0-9]|2[0-4]):[0-5][0-9])?)?\z")]
    private static partial Regex Timestamp();
}
