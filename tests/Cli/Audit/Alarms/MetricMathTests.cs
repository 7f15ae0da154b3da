using System.Globalization;
using SecureApi.Cli.Audit.Alarms;
using Xunit;

namespace SecureApi.Tests.Cli.Audit.Alarms;

/// <summary>Metric math on the tables of AWS's document, and on what it says in words.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html"/>
public sealed class MetricMathTests
{
    private static readonly Dictionary<string, string> Series = new(StringComparer.Ordinal)
    {
        // "Comparison and logical operators"
        ["left"] = "30 20 0 0 -",
        ["right"] = "20 - 20 - -",

        // "Using IF expressions"
        ["m1"] = "1 1 0 0 -",
        ["m2"] = "30 - 0 0 30",
        ["m3"] = "0 0 20 - 20",
        ["zero"] = "0 0 0 0 0",
    };

    [Theory]
    [InlineData("left < right", "0 0 1 0 -")]
    [InlineData("left >= 30", "1 0 0 0 -")]
    [InlineData("left > 15 AND right > 15", "1 0 0 0 -")]
    [InlineData("left > 15 || right > 15", "1 1 1 0 -")]
    [InlineData("IF(m1, m2, m3)", "30 0 20 - -")]
    [InlineData("IF(m1, 5, m3)", "5 5 20 - -")]
    [InlineData("IF(m1, m2, 5)", "30 0 5 5 -")]
    [InlineData("IF(m1, m2)", "30 0 - - -")]
    [InlineData("IF(m1 < 1, 10, 2)", "2 2 10 10 -")]
    [InlineData("FILL(m2, 10)", "30 10 0 0 30")]
    [InlineData("FILL(m2, REPEAT)", "30 30 0 0 30")]
    [InlineData("FILL(m2, zero)", "30 0 0 0 30")]

    // "Missing values are treated as 0": of two series, where one has a value. With a number, what is missing stays missing.
    [InlineData("left - right", "10 20 -20 0 -")]
    [InlineData("2 * right + 1", "41 - 41 - -")]
    [InlineData("-right", "-20 - -20 - -")]

    // "If the value of a data point causes a division by zero, the data point is dropped."
    [InlineData("left / zero", "- - - - -")]
    [InlineData("left / right", "1.5 - 0 - -")]
    [InlineData("MAX([left, right])", "30 20 20 0 -")]
    [InlineData("MIN([left, right])", "20 20 0 0 -")]
    [InlineData("SUM([left, right])", "50 20 20 0 -")]
    [InlineData("AVG([left, right])", "25 10 10 0 -")]
    [InlineData("100 * (left + right) / 50", "100 40 40 0 -")]
    public void Expression_OnTheDocumentsSeries_GivesTheDocumentedPoints(string expression, string expected) =>
        Assert.Equal(Points(expected), new MetricMath(expression).Evaluate(id => Points(Series[id])));

    [Theory]
    [InlineData("RUNNING_SUM(m1)", "RUNNING_SUM")]
    [InlineData("MAX(m1)", "[")]
    [InlineData("m1 +", "a value")]
    [InlineData("(m1", ")")]
    [InlineData("3 + 4", "a time series")]
    public void Expression_ThatIsNotUnderstood_SaysWhy(string expression, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => new MetricMath(expression).Evaluate(id => Points(Series[id]))).Message, StringComparison.Ordinal);

    private static double?[] Points(string text) => [.. text.Split(' ').Select(point => point == "-" ? (double?)null : double.Parse(point, CultureInfo.InvariantCulture))];
}
