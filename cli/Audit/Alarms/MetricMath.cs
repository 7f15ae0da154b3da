using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureApi.Cli.Audit.Alarms;

/// <summary>
/// CloudWatch metric math over time series of one length: arithmetic, comparisons, <c>AND</c>, <c>OR</c>, <c>IF</c>, <c>FILL</c>,
/// and <c>MAX</c>, <c>MIN</c>, <c>SUM</c> and <c>AVG</c> of an array. An expression with anything else is not understood.
/// </summary>
/// <remarks>
/// As documented: of two series, a value that one of them lacks counts as 0, and a point that both lack is none; a division by
/// zero drops the point; <c>IF</c> gives 0 where its condition is true and its series has no value. Many have seen arithmetic give no
/// point where one series lacks a value, so alarms are rehearsed in both readings.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html"/>
internal sealed partial class MetricMath
{
    private readonly string _text;
    private readonly List<string> _tokens;
    private Func<string, double?[]> _series = _ => [];
    private int _position;

    private readonly bool _missingIsZero;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="missingIsZero">The documented reading of arithmetic; false for the other one.</param>
    public MetricMath(string text, bool missingIsZero = true)
    {
        (_text, _missingIsZero) = (text, missingIsZero);
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
    }

    /// <summary>Evaluates the expression.</summary>
    /// <param name="series">The points of a metric or of another expression by its id; null where there is no data.</param>
    /// <returns>The points of the result.</returns>
    /// <exception cref="FormatException">The expression is none, or uses what this class does not know.</exception>
    public double?[] Evaluate(Func<string, double?[]> series)
    {
        (_series, _position) = (series, 0);
        var value = Either();
        if (_position != _tokens.Count) throw Fault("the end");
        return value.Series ?? throw Fault("a time series, not a number");
    }

    private Value Either()
    {
        var left = Both();
        while (Take("OR") || Take("||")) left = Combine(left, Both(), (a, b) => a != 0 || b != 0 ? 1 : 0);
        return left;
    }

    private Value Both()
    {
        var left = Comparison();
        while (Take("AND") || Take("&&")) left = Combine(left, Comparison(), (a, b) => a != 0 && b != 0 ? 1 : 0);
        return left;
    }

    private Value Comparison()
    {
        var left = Sum();
        while (Peek() is ">" or "<" or ">=" or "<=" or "==" or "!=")
        {
            var sign = _tokens[_position++];
            left = Combine(left, Sum(), (a, b) => Holds(a.CompareTo(b), sign) ? 1 : 0);
        }

        return left;
    }

    private static bool Holds(int order, string sign) => sign switch
    {
        ">" => order > 0,
        "<" => order < 0,
        ">=" => order >= 0,
        "<=" => order <= 0,
        "==" => order == 0,
        _ => order != 0,
    };

    private Value Sum()
    {
        var left = Product();
        while (Peek() is "+" or "-")
            left = _tokens[_position++] == "+" ? Combine(left, Product(), (a, b) => a + b) : Combine(left, Product(), (a, b) => a - b);
        return left;
    }

    private Value Product()
    {
        var left = Atom();
        while (Peek() is "*" or "/")
            left = _tokens[_position++] == "*" ? Combine(left, Atom(), (a, b) => a * b) : Combine(left, Atom(), (a, b) => b == 0 ? null : a / b);
        return left;
    }

    private Value Atom()
    {
        var token = Peek() ?? throw Fault("a value");
        _position++;
        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new Value(number, null);
        switch (token)
        {
            case "-":
                return Combine(new Value(0, null), Atom(), (a, b) => a - b);
            case "(":
                var inner = Either();
                Expect(")");
                return inner;
            case "IF":
                return If();
            case "FILL":
                return Fill();
            case "MAX" or "MIN" or "SUM" or "AVG":
                return OfArray(token);
            default:
                if (!char.IsAsciiLetterLower(token[0])) throw Fault($"a function that the rehearsal knows instead of {token}");
                return new Value(0, _series(token));
        }
    }

    private Value If()
    {
        Expect("(");
        var condition = Either();
        Expect(",");
        var then = Either();
        var otherwise = Take(",") ? Either() : (Value?)null;
        Expect(")");
        if (condition.Series is not { } series) return condition.Number != 0 ? then : otherwise ?? new Value(0, new double?[then.Series?.Length ?? 0]);
        return new Value(0, [.. series.Select((point, index) => point switch
        {
            null => null,
            0 => otherwise?.At(index),
            _ => then.At(index) ?? 0,
        })]);
    }

    private Value Fill()
    {
        Expect("(");
        var series = Either().Series ?? throw Fault("a time series to fill");
        Expect(",");
        if (Take("REPEAT"))
        {
            Expect(")");
            double? last = null;
            return new Value(0, [.. series.Select(point => last = point ?? last)]);
        }

        var with = Either();
        Expect(")");
        return new Value(0, [.. series.Select((point, index) => point ?? with.At(index))]);
    }

    private Value OfArray(string function)
    {
        Expect("(");
        Expect("[");
        List<double?[]> all = [Member()];
        while (Take(",")) all.Add(Member());
        Expect("]");
        Expect(")");
        return new Value(0, [.. Enumerable.Range(0, all[0].Length).Select(index =>
        {
            var points = all.Select(series => series[index]).OfType<double>().ToList();
            return points.Count == 0 ? (double?)null : function switch
            {
                "MAX" => points.Max(),
                "MIN" => points.Min(),
                "SUM" => points.Sum(),

                // A missing value counts as 0.
                _ => points.Sum() / all.Count,
            };
        })]);

        double?[] Member() => Either().Series ?? throw Fault("a time series in the array");
    }

    private Value Combine(Value left, Value right, Func<double, double, double?> operation)
    {
        if (left.Series is null && right.Series is null) return new Value(operation(left.Number, right.Number) ?? 0, null);
        var length = (left.Series ?? right.Series)!.Length;
        var points = new double?[length];
        for (var i = 0; i < length; i++)
        {
            var (a, b) = (left.At(i), right.At(i));
            var known = left.Series is null ? b is not null : right.Series is null ? a is not null : _missingIsZero ? a is not null || b is not null : a is not null && b is not null;
            points[i] = known ? operation(a ?? 0, b ?? 0) : null;
        }

        return new Value(0, points);
    }

    private string? Peek() => _position < _tokens.Count ? _tokens[_position] : null;

    private bool Take(string token)
    {
        if (Peek() != token) return false;
        _position++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token)) throw Fault(token);
    }

    private FormatException Fault(string wanted) => new($"The expression needs {wanted} before {Peek() ?? "its end"}: {_text}");

    /// <summary>A number, or a point for each period.</summary>
    private readonly record struct Value(double Number, double?[]? Series)
    {
        public double? At(int index) => Series is null ? Number : Series[index];
    }

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*|\d+(\.\d+)?|>=|<=|==|!=|&&|\|\||[^\sA-Za-z0-9]")]
    private static partial Regex Token();
}
