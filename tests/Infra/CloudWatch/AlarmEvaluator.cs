using System.Globalization;
using System.Text.RegularExpressions;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Tests.Infra.CloudWatch;

/// <summary>
/// The state that CloudWatch gives an alarm for a window of data: the comparison, the metric math that the stack uses,
/// datapoints to alarm, and missing data. A window is either full or empty of data for one metric; what a window with
/// holes does is not needed here.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html"/>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html"/>
internal static partial class AlarmEvaluator
{
    /// <summary>The state after a window in which each metric has the same value in every period.</summary>
    /// <param name="alarm">The alarm's inputs.</param>
    /// <param name="before">The state before.</param>
    /// <param name="bad">How many of the periods have <paramref name="value"/>; the others have <paramref name="otherwise"/>.</param>
    /// <param name="value">The value of a metric, by name; null when there is none.</param>
    /// <param name="otherwise">The value in the other periods.</param>
    public static string State(RecordedMap alarm, string before, int bad, Func<string, double?> value, Func<string, double?>? otherwise = null)
    {
        var periods = (int)alarm.Number("evaluationPeriods")!;
        var needed = (int)(alarm.Number("datapointsToAlarm") ?? periods);
        var points = Enumerable.Range(0, periods).Select(index => Point(alarm, index < bad ? value : otherwise ?? value)).ToList();
        var missing = alarm.Text("treatMissingData") ?? "missing";
        if (points.TrueForAll(point => point is null) && missing is "ignore" or "missing") return missing == "ignore" ? before : "INSUFFICIENT_DATA";
        return points.Count(point => point is { } known ? Breaches(alarm, known) : missing == "breaching") >= needed ? "ALARM" : "OK";
    }

    private static bool Breaches(RecordedMap alarm, double value)
    {
        var threshold = alarm.Number("threshold")!.Value;
        return alarm.Text("comparisonOperator") switch
        {
            "GreaterThanOrEqualToThreshold" => value >= threshold,
            "GreaterThanThreshold" => value > threshold,
            "LessThanOrEqualToThreshold" => value <= threshold,
            "LessThanThreshold" => value < threshold,
            var other => throw new NotSupportedException($"The operator {other} is not for a static threshold."),
        };
    }

    private static double? Point(RecordedMap alarm, Func<string, double?> value)
    {
        var queries = alarm.List("metricQueries").Maps.ToList();
        if (queries.Count == 0) return value(alarm.Text("metricName")!);
        var metrics = queries.Where(query => query["metric"] is not null)
            .ToDictionary(query => query.Text("id")!, query => value(query.Map("metric").Text("metricName")!), StringComparer.Ordinal);
        return new Expression(queries.Single(query => query.Boolean("returnData") is true).Text("expression")!, metrics).Value();
    }

    /// <summary>Arithmetic, comparisons, <c>IF(condition, then[, else])</c> and <c>MAX([a, b])</c>. An operation on a missing point gives none.</summary>
    private sealed class Expression(string text, IReadOnlyDictionary<string, double?> metrics)
    {
        private readonly List<string> tokens = [.. Token().Matches(text).Select(match => match.Value)];
        private int position;

        public double? Value()
        {
            var value = Compare();
            return position == tokens.Count ? value : throw new NotSupportedException($"Not understood from {tokens[position]} on: {text}");
        }

        private double? Compare()
        {
            var left = Sum();
            if (Peek() is not (">" or "<" or ">=" or "<=" or "==")) return left;
            var sign = tokens[position++];
            var right = Sum();
            if (left is null || right is null) return null;
            var order = left.Value.CompareTo(right.Value);
            return sign switch { ">" => order > 0, "<" => order < 0, ">=" => order >= 0, "<=" => order <= 0, _ => order == 0 } ? 1 : 0;
        }

        private double? Sum()
        {
            var left = Product();
            while (Peek() is "+" or "-") left = tokens[position++] == "+" ? left + Product() : left - Product();
            return left;
        }

        private double? Product()
        {
            var left = Atom();
            while (Peek() is "*" or "/")
            {
                var divides = tokens[position++] == "/";
                var right = Atom();
                left = divides ? right is 0 ? null : left / right : left * right;
            }

            return left;
        }

        private double? Atom()
        {
            var token = tokens[position++];
            if (double.TryParse(token, CultureInfo.InvariantCulture, out var number)) return number;
            switch (token)
            {
                case "(":
                    var inner = Compare();
                    Take(")");
                    return inner;
                case "IF":
                    Take("(");
                    var condition = Compare();
                    Take(",");
                    var (then, otherwise) = (Compare(), (double?)null);
                    if (Peek() == ",")
                    {
                        position++;
                        otherwise = Compare();
                    }

                    Take(")");
                    return condition is null ? null : condition != 0 ? then : otherwise;
                case "MAX":
                    Take("(");
                    Take("[");
                    List<double?> items = [Compare()];
                    while (Peek() == ",")
                    {
                        position++;
                        items.Add(Compare());
                    }

                    Take("]");
                    Take(")");
                    return items.Max();
                default:
                    return metrics.TryGetValue(token, out var metric) ? metric : throw new NotSupportedException($"{token} is no metric of the alarm: {text}");
            }
        }

        private string? Peek() => position < tokens.Count ? tokens[position] : null;

        private void Take(string token)
        {
            if (Peek() != token) throw new NotSupportedException($"{token} is missing at {Peek() ?? "the end"}: {text}");
            position++;
        }
    }

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*|\d+(\.\d+)?|>=|<=|==|[^\sA-Za-z0-9]")]
    private static partial Regex Token();
}
