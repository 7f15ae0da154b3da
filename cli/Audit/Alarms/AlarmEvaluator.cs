using System.Text.RegularExpressions;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Alarms;

/// <summary>The state of an alarm.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html"/>
internal enum AlarmState
{
    /// <summary>Within the threshold.</summary>
    Ok,

    /// <summary>Beyond the threshold.</summary>
    Alarm,

    /// <summary>Not enough data to say.</summary>
    InsufficientData,
}

/// <summary>
/// A metric alarm as it is declared, evaluated as AWS documents it: every minute, over windows that slide with it; more points than the
/// evaluation periods are retrieved, and a missing one is only counted when there are not enough real ones among them.
/// </summary>
/// <remarks>
/// AWS does not say how many points more. Its examples retrieve five for three periods: two more, as here.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html"/>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html"/>
internal sealed class AlarmEvaluator
{
    /// <summary>Points that are retrieved beside those of the evaluation periods.</summary>
    public const int Extra = 2;

    private readonly string _operator;
    private readonly int _periods;
    private readonly int _needed;
    private readonly string _missing;
    private readonly double _threshold;
    private readonly int _periodMinutes;
    private readonly string _result = "";
    private readonly Dictionary<string, MetricMath> _expressions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (MetricId Metric, string Statistic)> _metrics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MetricSeries?> _series = new(StringComparer.Ordinal);
    private MetricData? _data;

    /// <summary>Reads a declared alarm.</summary>
    /// <param name="alarm">The arguments of the resource.</param>
    /// <param name="missingIsZero">How its expressions are read: see <see cref="MetricMath"/>.</param>
    public AlarmEvaluator(RecordedMap alarm, bool missingIsZero = true)
    {
        _operator = alarm.Text("comparisonOperator") ?? "";
        _periods = (int)(alarm.Number("evaluationPeriods") ?? 1);
        _needed = (int)(alarm.Number("datapointsToAlarm") ?? _periods);
        _missing = alarm.Text("treatMissingData") ?? "missing";
        _threshold = alarm.Number("threshold") ?? 0;
        var queries = alarm.List("metricQueries").Maps.ToList();
        if (queries.Count == 0) _metrics.Add(_result, (MetricId.Of(alarm), alarm.Text("statistic") ?? alarm.Text("extendedStatistic") ?? ""));
        foreach (var query in queries)
        {
            var id = query.Text("id") ?? "";
            if (query.Boolean("returnData") is true) _result = id;
            if (query.Text("expression") is { } expression) _expressions.Add(id, new MetricMath(expression, missingIsZero));
            else _metrics.Add(id, (MetricId.Of(query.Map("metric")), query.Map("metric").Text("stat") ?? ""));
        }

        var period = alarm.Number("period") ?? queries.Select(query => query.Map("metric").Number("period")).FirstOrDefault(value => value is not null);
        _periodMinutes = Math.Max(1, (int)(period ?? 60) / 60);
    }

    /// <summary>The state after the minutes before <paramref name="now"/>.</summary>
    /// <param name="data">What was reported.</param>
    /// <param name="now">The minute in which the alarm is evaluated.</param>
    /// <param name="before">The state until then.</param>
    public AlarmState Evaluate(MetricData data, int now, AlarmState before)
    {
        if (_data != data)
        {
            _data = data;
            foreach (var (id, metric) in _metrics) _series[id] = data.Find(metric.Metric);
        }

        return State(Points(now, _result), before);
    }

    /// <summary>Whether it watches an expression.</summary>
    public bool HasExpression => _expressions.Count > 0;

    /// <summary>The state by a row of points, the oldest first.</summary>
    /// <param name="points">Values; null for a missing one.</param>
    /// <param name="before">The state until then.</param>
    public AlarmState State(IReadOnlyList<double?> points, AlarmState before)
    {
        var real = new List<double>(points.Count);
        foreach (var point in points)
        {
            if (point is { } value) real.Add(value);
        }

        if (real.Count >= _periods) return real.TakeLast(_periods).Count(Breaches) >= _needed ? AlarmState.Alarm : AlarmState.Ok;

        var breaching = real.Count(Breaches);
        switch (_missing)
        {
            case "breaching":
                return breaching + (_periods - real.Count) >= _needed ? AlarmState.Alarm : AlarmState.Ok;
            case "notBreaching":
                return breaching >= _needed ? AlarmState.Alarm : AlarmState.Ok;
            default:
                if (breaching >= _needed) return AlarmState.Alarm;
                if (breaching < real.Count) return AlarmState.Ok;
                if (_missing == "ignore") return before;

                // Nothing but breaching points: enough when the oldest is as old as the points that are needed.
                var oldest = points.TakeWhile(point => point is null).Count();
                return real.Count > 0 && points.Count - oldest >= _needed ? AlarmState.Alarm : AlarmState.InsufficientData;
        }
    }

    private double?[] Points(int now, string id)
    {
        if (_expressions.TryGetValue(id, out var expression)) return expression.Evaluate(other => Points(now, other));
        if (!_metrics.TryGetValue(id, out var metric)) throw new FormatException($"No metric of the alarm has the id {id}.");
        var points = new double?[_periods + Extra];
        if (_series[id] is not { } series) return points;
        for (var i = 0; i < points.Length; i++)
        {
            var end = now - ((points.Length - 1 - i) * _periodMinutes);
            points[i] = series.Statistic(metric.Statistic, end - _periodMinutes, end);
        }

        return points;
    }

    private bool Breaches(double value) => _operator switch
    {
        "GreaterThanOrEqualToThreshold" => value >= _threshold,
        "GreaterThanThreshold" => value > _threshold,
        "LessThanOrEqualToThreshold" => value <= _threshold,
        "LessThanThreshold" => value < _threshold,
        var other => throw new NotSupportedException($"The operator {other} is not for a static threshold."),
    };
}

/// <summary>The rule of a composite alarm: <c>ALARM("a") AND NOT OK("b")</c>.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html"/>
internal sealed partial class CompositeRule
{
    private readonly string _text;
    private readonly Func<string, AlarmState> _states;
    private readonly List<string> _tokens;
    private int _position;

    private CompositeRule(string text, Func<string, AlarmState> states)
    {
        (_text, _states) = (text, states);
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
    }

    /// <summary>Whether the rule holds.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="states">The state of an alarm by its name.</param>
    /// <exception cref="FormatException">It is no rule.</exception>
    public static bool Holds(string text, Func<string, AlarmState> states)
    {
        var rule = new CompositeRule(text, states);
        var value = rule.Either();
        return rule._position == rule._tokens.Count ? value : throw rule.Fault();
    }

    /// <summary>The names of the alarms in a rule.</summary>
    public static IEnumerable<string> Names(string text) => Quoted().Matches(text).Select(match => match.Groups[1].Value);

    private bool Either()
    {
        var value = Both();
        while (Take("OR")) value |= Both();
        return value;
    }

    private bool Both()
    {
        var value = One();
        while (Take("AND")) value &= One();
        return value;
    }

    private bool One()
    {
        if (Take("NOT")) return !One();
        if (Take("TRUE")) return true;
        if (Take("FALSE")) return false;
        if (Take("("))
        {
            var inner = Either();
            return Take(")") ? inner : throw Fault();
        }

        AlarmState state = _position < _tokens.Count ? _tokens[_position++] switch
        {
            "ALARM" => AlarmState.Alarm,
            "OK" => AlarmState.Ok,
            "INSUFFICIENT_DATA" => AlarmState.InsufficientData,
            _ => throw Fault(),
        } : throw Fault();
        if (!Take("(") || _position >= _tokens.Count) throw Fault();
        var name = _tokens[_position++].Trim('"');
        return Take(")") ? _states(name) == state : throw Fault();
    }

    private bool Take(string token)
    {
        if (_position >= _tokens.Count || _tokens[_position] != token) return false;
        _position++;
        return true;
    }

    private FormatException Fault() => new($"The rule of a composite alarm is not understood: {_text}");

    [GeneratedRegex("\"[^\"]*\"|[A-Z_]+|[()]")]
    private static partial Regex Token();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();
}
