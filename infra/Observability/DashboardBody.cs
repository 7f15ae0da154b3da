using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using SecureApi.Json;

namespace SecureApi.Observability;

/// <summary>Lays out sections and writes the body of a dashboard.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html"/>
internal static class DashboardBody
{
    private const int Columns = 24;
    private const int HeadlineHeight = 1;

    /// <summary>The JSON text, once all dimensions are known.</summary>
    public static Output<string> Render(ImmutableArray<DashboardSection> sections, string region)
    {
        var unresolved = sections.SelectMany(section => section.Widgets)
            .SelectMany(widget => widget.Series)
            .SelectMany(series => series.Unresolved);
        return Output.All(unresolved).Apply(values => Write(sections, region, new Queue<string>(values)));
    }

    private static string Write(ImmutableArray<DashboardSection> sections, string region, Queue<string> values)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteStartArray("widgets");
            var y = 0;
            foreach (var section in sections) y = WriteSection(json, section, y, region, values);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return JsonText.From(buffer);
    }

    private static int WriteSection(Utf8JsonWriter json, DashboardSection section, int y, string region, Queue<string> values)
    {
        WriteHeadline(json, section.Title, y);
        y += HeadlineHeight;
        var x = 0;
        foreach (var widget in section.Widgets)
        {
            if (x + widget.Width > Columns)
            {
                x = 0;
                y += DashboardWidget.Height;
            }

            widget.WriteTo(json, x, y, region, values);
            x += widget.Width;
        }

        return y + DashboardWidget.Height;
    }

    private static void WriteHeadline(Utf8JsonWriter json, string title, int y)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteNumber("x", 0);
        json.WriteNumber("y", y);
        json.WriteNumber("width", Columns);
        json.WriteNumber("height", HeadlineHeight);
        json.WriteStartObject("properties");
        json.WriteString("markdown", $"## {title}");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
