using System.Text.Json;
using Pulumi;

namespace SecureApi.Observability;

/// <summary>A line of a widget.</summary>
/// <param name="Label">As the legend shows it.</param>
/// <param name="Metric">What it draws.</param>
/// <param name="Right">On the right axis.</param>
internal sealed record DashboardSeries(string Label, Metric Metric, bool Right = false)
{
    public IEnumerable<Input<string>> Unresolved => Metric.Dimensions.Select(dimension => dimension.Value);

    /// <param name="json">Takes an array: namespace, name, dimensions and how to draw them.</param>
    /// <param name="values">The values of the dimensions, in the order of <see cref="Unresolved"/>.</param>
    public void WriteTo(Utf8JsonWriter json, Queue<string> values)
    {
        json.WriteStartArray();
        json.WriteStringValue(Metric.Namespace);
        json.WriteStringValue(Metric.Name);
        foreach (var (name, _) in Metric.Dimensions)
        {
            json.WriteStringValue(name);
            json.WriteStringValue(values.Dequeue());
        }

        json.WriteStartObject();
        json.WriteString("label", Label);
        json.WriteString("stat", Metric.Statistic);
        if (Right) json.WriteString("yAxis", "right");
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
