using SecureApi.Cli.Audit.Alarms;
using SecureApi.Cli.Preview.Recording;
using Xunit;

namespace SecureApi.Tests.Cli.Audit.Alarms;

/// <summary>The evaluator on the examples that AWS's documents give.</summary>
public sealed class AlarmEvaluatorTests
{
    /// <summary>
    /// The tables of "How alarm state is evaluated when data is missing": the five points retrieved for three periods, points to alarm,
    /// and the states for missing, ignore, breaching and notBreaching.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html"/>
    [Theory]
    [InlineData("0 - X - X", 3, "OK OK OK OK")]
    [InlineData("0 - - - -", 3, "OK OK OK OK")]
    [InlineData("- - - - -", 3, "INSUFFICIENT RETAIN ALARM OK")]
    [InlineData("0 X X - X", 3, "ALARM ALARM ALARM ALARM")]
    [InlineData("- - - - X", 3, "INSUFFICIENT RETAIN ALARM OK")]
    [InlineData("X - - - -", 3, "ALARM RETAIN ALARM OK")]
    [InlineData("0 - X - X", 2, "ALARM ALARM ALARM ALARM")]
    [InlineData("0 0 X 0 X", 2, "ALARM ALARM ALARM ALARM")]
    [InlineData("0 - X - -", 2, "OK OK ALARM OK")]
    [InlineData("- - - - 0", 2, "OK OK ALARM OK")]
    [InlineData("- - - - X", 2, "INSUFFICIENT RETAIN ALARM OK")]
    public void State_OfAwssExamples_IsTheDocumentedOne(string points, int needed, string states)
    {
        var row = points.Split(' ').Select(point => point switch { "X" => 1.0, "0" => 0.0, _ => (double?)null }).ToList();
        foreach (var (treatment, state) in new[] { "missing", "ignore", "breaching", "notBreaching" }.Zip(states.Split(' ')))
        {
            // "Retain" has to hold whatever the state was.
            foreach (var before in new[] { AlarmState.Ok, AlarmState.Alarm })
            {
                var expected = state switch { "OK" => AlarmState.Ok, "ALARM" => AlarmState.Alarm, "RETAIN" => before, _ => AlarmState.InsufficientData };
                Assert.Equal((treatment, expected), (treatment, Alarm(treatment, needed).State(row, before)));
            }
        }
    }

    /// <summary>The figure of "Evaluating an alarm": three units, three of three periods.</summary>
    [Fact]
    public void State_OfTheDocumentsFigure_ChangesWithThePeriods()
    {
        var data = new MetricData();
        double[] values = [2, 1, 4, 4, 4, 2, 1, 2, 4, 2];
        for (var minute = 0; minute < values.Length; minute++) data.Add(MetricId.Of("Ns", "Metric"), minute, values[minute]);
        var alarm = Alarm("missing", 3, threshold: 3);
        Assert.Equal(
            "OK OK OK ALARM OK OK OK OK OK".Split(' '),
            Enumerable.Range(2, 9).Select(now => alarm.Evaluate(data, now, AlarmState.Ok) == AlarmState.Alarm ? "ALARM" : "OK"));
    }

    /// <summary>
    /// "A sliding window advances each time the alarm is evaluated": an hour's sum passes its threshold in the minute that brings it there.
    /// </summary>
    [Fact]
    public void Window_OfAnHour_SlidesWithEachEvaluation()
    {
        var data = new MetricData();
        for (var minute = 0; minute < 120; minute++) data.Add(MetricId.Of("Ns", "Metric"), minute, 1, minute == 100 ? 10 : 1);
        var alarm = Alarm("missing", 1, periods: 1, period: 3600, threshold: 68);
        Assert.Equal(101, Enumerable.Range(60, 60).First(now => alarm.Evaluate(data, now, AlarmState.Ok) == AlarmState.Alarm));
    }

    [Theory]
    [InlineData("Sum", 16)]
    [InlineData("SampleCount", 4)]
    [InlineData("Average", 4)]
    [InlineData("Minimum", 1)]
    [InlineData("Maximum", 10)]
    [InlineData("p50", 4)]
    [InlineData("p99", 10)]
    public void Statistic_OfAPeriod_IsTheDocumentedOne(string statistic, double expected)
    {
        var data = new MetricData();
        foreach (var value in new double[] { 10, 1, 4, 1 }) data.Add(MetricId.Of("Ns", "Metric"), 5, value);
        Assert.Equal(expected, data.Statistic(MetricId.Of("Ns", "Metric"), statistic, 5, 6));
        Assert.Null(data.Statistic(MetricId.Of("Ns", "Metric"), statistic, 6, 7));
        Assert.Null(data.Statistic(MetricId.Of("Ns", "Metric", ("Other", "dimension")), statistic, 5, 6));
    }

    [Theory]
    [InlineData("ALARM(\"a\") AND ALARM(\"b\")", false)]
    [InlineData("ALARM(\"a\") OR ALARM(\"b\")", true)]
    [InlineData("ALARM(\"a\") AND NOT ALARM(\"b\")", true)]
    [InlineData("NOT (ALARM(\"a\") OR OK(\"b\"))", false)]
    [InlineData("OK(b) AND INSUFFICIENT_DATA(\"c\")", true)]
    [InlineData("TRUE AND FALSE", false)]
    public void Rule_OfACompositeAlarm_CombinesStates(string rule, bool holds)
    {
        if (rule.Contains("(b)", StringComparison.Ordinal)) rule = rule.Replace("(b)", "(\"b\")", StringComparison.Ordinal);
        Assert.Equal(holds, CompositeRule.Holds(rule, name => name switch { "a" => AlarmState.Alarm, "b" => AlarmState.Ok, _ => AlarmState.InsufficientData }));
    }

    private static AlarmEvaluator Alarm(string treatment, int needed, int periods = 3, int period = 60, double threshold = 0.5) => new((RecordedMap)StackEdit.Value(new (string, object?)[]
    {
        ("namespace", "Ns"), ("metricName", "Metric"), ("statistic", "Sum"), ("period", period),
        ("evaluationPeriods", periods), ("datapointsToAlarm", needed), ("threshold", new RecordedNumber(threshold)),
        ("comparisonOperator", "GreaterThanThreshold"), ("treatMissingData", treatment),
    }));
}
