using System.Globalization;
using System.Runtime.InteropServices;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Alarms;

/// <summary>A metric, as CloudWatch tells metrics apart: another dimension is another metric.</summary>
/// <param name="Namespace">Such as <c>AWS/ApplicationELB</c>.</param>
/// <param name="Name">Such as <c>RequestCount</c>.</param>
/// <param name="Dimensions">Names and values, in the order of the names.</param>
internal sealed record MetricId(string Namespace, string Name, string Dimensions)
{
    private readonly int _hash = HashCode.Combine(Namespace, Name, Dimensions);

    /// <inheritdoc/>
    public bool Equals(MetricId? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Name == other.Name && Dimensions == other.Dimensions && Namespace == other.Namespace);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>A metric under dimensions.</summary>
    public static MetricId Of(string source, string name, params (string Name, string Value)[] dimensions) =>
        new(source, name, string.Join(',', dimensions.OrderBy(dimension => dimension.Name, StringComparer.Ordinal).Select(dimension => $"{dimension.Name}={dimension.Value}")));

    /// <summary>The metric that an alarm, or a query of one, names.</summary>
    public static MetricId Of(RecordedMap metric)
    {
        var dimensions = metric.Map("dimensions");
        return Of(metric.Text("namespace") ?? "", metric.Text("metricName") ?? "", [.. dimensions.Names.Select(name => (name, dimensions.Text(name) ?? ""))]);
    }
}

/// <summary>What services reported, by metric and minute. A minute without a value is a minute without data.</summary>
internal sealed class MetricData
{
    private readonly Dictionary<MetricId, List<MetricSeries.Sample>> _samples = [];

    private int _end = int.MaxValue;

    /// <summary>The same without what was reported from a minute on: it has not arrived yet.</summary>
    public MetricData Before(int minute)
    {
        var known = new MetricData { _end = minute };
        foreach (var (metric, samples) in _samples) known._samples.Add(metric, samples);
        return known;
    }

    /// <summary>Adds values of one minute; minutes come in order.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="minute">The minute.</param>
    /// <param name="value">The value.</param>
    /// <param name="count">How often it was reported in that minute.</param>
    public void Add(MetricId metric, int minute, double value, double count = 1)
    {
        if (count <= 0) return;
        if (!_samples.TryGetValue(metric, out var list)) _samples.Add(metric, list = []);
        list.Add(new MetricSeries.Sample(minute, value, count));
    }

    /// <summary>A statistic over the minutes from <paramref name="from"/> to before <paramref name="to"/>; null without data.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html"/>
    public double? Statistic(MetricId metric, string statistic, int from, int to) => Find(metric)?.Statistic(statistic, from, to);

    /// <summary>The values of a metric; null when it was never reported.</summary>
    public MetricSeries? Find(MetricId metric) => _samples.TryGetValue(metric, out var list) ? new MetricSeries(list, _end) : null;
}

/// <summary>The values of one metric.</summary>
internal sealed class MetricSeries(List<MetricSeries.Sample> list, int limit)
{
    /// <summary>A statistic over the minutes from <paramref name="from"/> to before <paramref name="to"/>; null without data.</summary>
    public double? Statistic(string statistic, int from, int to)
    {
        var (first, end) = (Position(list, from), Position(list, Math.Min(to, limit)));
        if (first >= end) return null;
        var samples = CollectionsMarshal.AsSpan(list)[first..end];
        if (statistic.StartsWith('p')) return Percentile(samples, double.Parse(statistic.AsSpan(1), CultureInfo.InvariantCulture));
        var (sum, count, least, most) = (0.0, 0.0, double.MaxValue, double.MinValue);
        foreach (var sample in samples)
        {
            sum += sample.Value * sample.Count;
            count += sample.Count;
            least = Math.Min(least, sample.Value);
            most = Math.Max(most, sample.Value);
        }

        return statistic switch
        {
            "Sum" => sum,
            "SampleCount" => count,
            "Average" => sum / count,
            "Minimum" => least,
            "Maximum" => most,
            _ => throw new NotSupportedException($"The rehearsal does not know the statistic {statistic}."),
        };
    }

    // The value that so many percent of the samples do not exceed.
    private static double Percentile(ReadOnlySpan<Sample> samples, double percentile)
    {
        var sorted = samples.ToArray();
        Array.Sort(sorted, (left, right) => left.Value.CompareTo(right.Value));
        var rank = sorted.Sum(sample => sample.Count) * percentile / 100;
        foreach (var sample in sorted)
        {
            rank -= sample.Count;
            if (rank < 0) return sample.Value;
        }

        return sorted[^1].Value;
    }

    // The first sample of a minute or of a later one.
    private static int Position(List<Sample> list, int minute)
    {
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list[middle].Minute < minute) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    internal readonly record struct Sample(int Minute, double Value, double Count);
}
