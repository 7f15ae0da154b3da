using System.Collections.Immutable;
using System.Text.Json;

namespace SecureApi.Observability;

/// <summary>A graph of the dashboard.</summary>
/// <param name="Title">What question it answers.</param>
/// <param name="Series">The lines.</param>
internal sealed record DashboardWidget(string Title, params ImmutableArray<DashboardSeries> Series)
{
    /// <summary>Areas on top of each other instead of lines.</summary>
    public bool Stacked { get; init; }

    /// <summary>Columns of the grid's 24.</summary>
    public int Width { get; init; } = 8;

    /// <summary>Seconds that a point stands for.</summary>
    public int PeriodSeconds { get; init; } = 60;

    /// <summary>The seconds of a day.</summary>
    public const int Day = 86_400;

    /// <summary>Rows of the grid.</summary>
    public const int Height = 6;

    public void WriteTo(Utf8JsonWriter json, int x, int y, string region, Queue<string> values)
    {
        json.WriteStartObject();
        json.WriteString("type", "metric");
        json.WriteNumber("x", x);
        json.WriteNumber("y", y);
        json.WriteNumber("width", Width);
        json.WriteNumber("height", Height);
        json.WriteStartObject("properties");
        json.WriteString("title", Title);
        json.WriteString("view", "timeSeries");
        json.WriteBoolean("stacked", Stacked);
        json.WriteString("region", region);
        json.WriteNumber("period", PeriodSeconds);
        json.WriteStartArray("metrics");
        foreach (var series in Series) series.WriteTo(json, values);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
