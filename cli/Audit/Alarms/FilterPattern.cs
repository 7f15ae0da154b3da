using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SecureApi.Cli.Audit.Alarms;

/// <summary>
/// A JSON filter pattern of CloudWatch Logs, evaluated as AWS documents it. Where the document leaves something open, the
/// caller says how to read it; a pattern of the stack must mean the same in every reading.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html"/>
internal sealed class FilterPattern
{
    /// <summary>AWS's limit for a filter pattern, in characters.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html"/>
    public const int LongestPattern = 1024;

    private delegate bool Test(JsonElement line, Reading reading);

    private readonly string text;
    private readonly Test test;
    private int position;

    private FilterPattern(string text)
    {
        this.text = text;
        Expect("{");
        test = Either();
        Expect("}");
        Skip();
        if (position != text.Length) throw Fault("the end");
    }

    /// <summary>What the document does not say.</summary>
    /// <param name="StarTakesNothing">Whether the wildcard stands for an empty text too.</param>
    /// <param name="AbsentDiffers">Whether a member that is not there is unequal to every value.</param>
    public readonly record struct Reading(bool StarTakesNothing, bool AbsentDiffers)
    {
        public static IEnumerable<Reading> All => [new(false, false), new(false, true), new(true, false), new(true, true)];
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is no JSON pattern.</exception>
    public static FilterPattern Parse(string text) => new(text);

    /// <summary>Whether a line of a log matches. A line that is no JSON object matches no JSON pattern.</summary>
    public bool Matches(string line, Reading reading) => Object(line) is { } json && test(json, reading);

    /// <summary>The value of a selector in a line, as a metric's value or dimension; null when the line has none.</summary>
    public static string? Extract(string selector, string line)
    {
        var reader = new SelectorReader(selector);
        return Object(line) is { } json && reader.Read()(json) is [{ ValueKind: JsonValueKind.String or JsonValueKind.Number } found] ? found.ToString() : null;
    }

    private static JsonElement? Object(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Test Either()
    {
        var left = Both();
        while (Take("||"))
        {
            var (first, second) = (left, Both());
            left = (line, reading) => first(line, reading) || second(line, reading);
        }

        return left;
    }

    // && binds more tightly than ||.
    private Test Both()
    {
        var left = One();
        while (Take("&&"))
        {
            var (first, second) = (left, One());
            left = (line, reading) => first(line, reading) && second(line, reading);
        }

        return left;
    }

    private Test One()
    {
        if (Take("("))
        {
            var inner = Either();
            Expect(")");
            return inner;
        }

        Skip();
        var selector = new SelectorReader(text, position);
        var select = selector.Read();
        position = selector.Position;
        if (Take("NOT EXISTS")) return (line, _) => select(line).Count == 0;
        if (Take("EXISTS")) return (line, _) => select(line).Count > 0;
        if (Take("IS NULL")) return (line, _) => select(line).Exists(found => found.ValueKind == JsonValueKind.Null);
        if (Take("IS TRUE")) return (line, _) => select(line).Exists(found => found.ValueKind == JsonValueKind.True);
        if (Take("IS FALSE")) return (line, _) => select(line).Exists(found => found.ValueKind == JsonValueKind.False);
        foreach (var sign in (string[])[">=", "<=", "!=", ">", "<", "="])
        {
            if (Take(sign)) return Comparison(select, sign);
        }

        throw Fault("an operator");
    }

    private Test Comparison(Func<JsonElement, List<JsonElement>> select, string sign)
    {
        var (value, quoted) = Value();
        if (!quoted && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return (line, reading) => Any(select(line), sign, reading, found => found.ValueKind == JsonValueKind.Number, found => Holds(found.GetDouble().CompareTo(number), sign));
        }

        if (sign is not ("=" or "!=")) throw Fault("a number");
        return (line, reading) => Any(
            select(line), sign, reading, found => found.ValueKind is JsonValueKind.String or JsonValueKind.Number,
            found => Like(value, found.ToString(), reading) == (sign == "="));
    }

    private static bool Any(List<JsonElement> found, string sign, Reading reading, Predicate<JsonElement> comparable, Predicate<JsonElement> holds) =>
        found.Count == 0 ? sign == "!=" && reading.AbsentDiffers : found.Exists(item => comparable(item) ? holds(item) : sign == "!=");

    private static bool Holds(int order, string sign) => sign switch
    {
        ">=" => order >= 0,
        "<=" => order <= 0,
        ">" => order > 0,
        "<" => order < 0,
        "=" => order == 0,
        _ => order != 0,
    };

    // %...% is a regular expression that may match anywhere; * stands for any characters.
    private static bool Like(string value, string text, Reading reading)
    {
        if (value is ['%', .. var expression, '%']) return Regex.IsMatch(text, expression, RegexOptions.CultureInvariant);
        var star = reading.StarTakesNothing ? ".*" : ".+";
        return Regex.IsMatch(text, $"^{Regex.Escape(value).Replace("\\*", star, StringComparison.Ordinal)}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    private (string Value, bool Quoted) Value()
    {
        Skip();
        if (position < text.Length && text[position] is '"' or '%')
        {
            var mark = text[position];
            var end = text.IndexOf(mark, position + 1);
            if (end < 0) throw Fault($"a closing {mark}");
            var inner = mark == '%' ? text[position..(end + 1)] : text[(position + 1)..end];
            position = end + 1;
            return (inner, true);
        }

        var start = position;
        while (position < text.Length && !char.IsWhiteSpace(text[position]) && text[position] is not (')' or '}')) position++;
        return position > start ? (text[start..position], false) : throw Fault("a value");
    }

    private void Skip()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
    }

    private bool Take(string word)
    {
        Skip();
        if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0) return false;
        position += word.Length;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word)) throw Fault(word);
    }

    private FormatException Fault(string wanted) => new($"The JSON filter pattern needs {wanted} at position {position}: {text}");

    /// <summary>A selector such as <c>$.a.b[0]</c>, <c>$.list[*].id</c> or <c>$.['a.b']</c>.</summary>
    private sealed class SelectorReader(string text, int start = 0)
    {
        public int Position { get; private set; } = start;

        public Func<JsonElement, List<JsonElement>> Read()
        {
            if (Position >= text.Length || text[Position] != '$') throw new FormatException($"A selector begins with $: {text[Math.Min(Position, text.Length)..]}");
            Position++;
            var steps = new List<Func<JsonElement, IEnumerable<JsonElement>>>();
            while (Position < text.Length && text[Position] is '.' or '[') steps.Add(Step());
            return root => steps.Aggregate(new List<JsonElement> { root }, (found, step) => [.. found.SelectMany(step)]);
        }

        private Func<JsonElement, IEnumerable<JsonElement>> Step()
        {
            if (text[Position] == '.') Position++;
            if (text[Position] == '[')
            {
                var end = text.IndexOf(']', Position);
                var inside = text[(Position + 1)..end];
                Position = end + 1;
                if (inside[0] == '\'') return Member(inside.Trim('\''));
                if (inside == "*") return element => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [];
                var index = int.Parse(inside, CultureInfo.InvariantCulture);
                return element => element.ValueKind == JsonValueKind.Array && index < element.GetArrayLength() ? [element[index]] : [];
            }

            var from = Position;
            while (Position < text.Length && (char.IsAsciiLetterOrDigit(text[Position]) || text[Position] is '_' or '-')) Position++;
            return Member(text[from..Position]);
        }

        private static Func<JsonElement, IEnumerable<JsonElement>> Member(string name) =>
            element => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? [value] : [];
    }
}
