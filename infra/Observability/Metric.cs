using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Observability;

/// <summary>A CloudWatch metric, as alarms and dashboards both name it.</summary>
/// <param name="Namespace">Such as <c>AWS/ApplicationELB</c>.</param>
/// <param name="Name">Such as <c>RequestCount</c>.</param>
/// <param name="Statistic"><c>Sum</c>, <c>Average</c>, <c>Maximum</c>, <c>Minimum</c> or a percentile such as <c>p99</c>.</param>
/// <param name="Dimensions">Dimension names and values, in the order in which AWS documents them.</param>
public sealed record Metric(
    string Namespace, string Name, string Statistic, params ImmutableArray<KeyValuePair<string, Input<string>>> Dimensions)
{
    /// <summary>Whether <see cref="Statistic"/> is a percentile, which alarms take in another property.</summary>
    public bool IsPercentile => Statistic.StartsWith('p');

    /// <summary>The dimensions as an alarm takes them.</summary>
    public InputMap<string> DimensionMap()
    {
        var map = new InputMap<string>();
        foreach (var (name, value) in Dimensions) map.Add(name, value);
        return map;
    }
}
