using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Preview.Diagram;

/// <summary>Draws the architecture as a picture that browsers show, on light and on dark.</summary>
/// <remarks>https://www.w3.org/TR/SVG11/</remarks>
public static class SvgDiagram
{
    private const double HeadLength = 8;
    private const double HeadWidth = 4.5;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The picture's text, with a line end at its end.</summary>
    /// <param name="report">The preview.</param>
    public static string Render(PreviewReport report)
    {
        var layout = DiagramLayout.Of(report);
        var name = $"Architecture of {report.Stack.Project}, stack {report.Stack.Name}";
        var picture = new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Number(layout.Width)} {Number(layout.Height)}"),
            new XAttribute("width", Number(layout.Width)),
            new XAttribute("height", Number(layout.Height)),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", name),
            new XElement(Svg + "desc", string.Join("; ", layout.Connectors.Select(connector => $"{connector.Edge.From} to {connector.Edge.To}: {connector.Edge.Label}"))),
            new XElement(Svg + "style", StyleSheet.Css),
            Rectangle("page", new Area(0.5, 0.5, layout.Width - 1, layout.Height - 1), 10),
            layout.Frames.Select(Draw),
            layout.Connectors.Select(DrawLines),
            layout.Boxes.Select(Draw),
            layout.Connectors.Select(DrawLabel));
        return Write(picture);
    }

    private static XElement Draw(Frame frame) => new(Svg + "g",
        Rectangle(frame.Style, frame.Area, 8),
        frame.Texts.Select(text => Text(text.Style, text.Place, text.Text)));

    private static XElement Draw(Box box)
    {
        const double Gap = 10;
        const double IconSize = 24;
        var left = box.Area.X + Gap + (box.Icon is null ? 0 : IconSize + Gap);
        var room = box.Area.Right - left - Gap;
        var middle = box.Area.Center.Y;
        var title = TextMetrics.Fit(box.Title, StyleSheet.TitleSize, room);
        var detail = TextMetrics.Fit(box.Detail, StyleSheet.TextSize, room);
        return new XElement(Svg + "g",
            new XAttribute("data-node", box.Node),
            title == box.Title && detail == box.Detail ? null : new XElement(Svg + "title", $"{box.Title}: {box.Detail}"),
            Rectangle("box", box.Area, 6),
            box.Icon is null ? null : new XElement(Svg + "path",
                new XAttribute("class", $"icon {box.Icon.Group}"),
                new XAttribute("transform", $"translate({Number(box.Area.X + Gap)} {Number(middle - (IconSize / 2))})"),
                new XAttribute("d", box.Icon.Path)),
            Text("title", new Point(left, detail.Length == 0 ? middle + 5 : middle - 3), title),
            detail.Length == 0 ? null : Text("", new Point(left, middle + 14), detail));
    }

    private static XElement DrawLines(Connector connector)
    {
        var kind = connector.IsMain ? " main" : connector.Edge.IsTraffic ? "" : " use";
        return new XElement(Svg + "g",
            new XAttribute("data-edge", $"{connector.Edge.From} {connector.Edge.To}"),
            connector.Lines.Select(line => new XElement(Svg + "polyline",
                new XAttribute("class", $"line{kind}"),
                new XAttribute("points", Points([.. line.SkipLast(1), Before(line[^2], line[^1])])))),
            connector.Lines.Select(line => new XElement(Svg + "polygon",
                new XAttribute("class", connector.IsMain ? "head main" : "head"),
                new XAttribute("points", Points(Head(line[^2], line[^1]))))));
    }

    private static XElement DrawLabel(Connector connector)
    {
        var area = connector.LabelArea;
        return new XElement(Svg + "g",
            Rectangle("label", area, 9),
            Text("label-text", new Point(area.Center.X, area.Center.Y + 4), connector.Edge.Label, "middle"));
    }

    // Where the line ends, so that it does not show beside the head's tip.
    private static Point Before(Point from, Point to)
    {
        var (x, y) = Direction(from, to);
        return new(to.X - (x * (HeadLength - 1)), to.Y - (y * (HeadLength - 1)));
    }

    private static Point[] Head(Point from, Point to)
    {
        var (x, y) = Direction(from, to);
        var foot = new Point(to.X - (x * HeadLength), to.Y - (y * HeadLength));
        return [to, new(foot.X - (y * HeadWidth), foot.Y + (x * HeadWidth)), new(foot.X + (y * HeadWidth), foot.Y - (x * HeadWidth))];
    }

    private static (double X, double Y) Direction(Point from, Point to)
    {
        var (x, y) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Sqrt((x * x) + (y * y));
        return (x / length, y / length);
    }

    private static XElement Rectangle(string style, Area area, double radius) => new(Svg + "rect",
        new XAttribute("class", style),
        new XAttribute("x", Number(area.X)),
        new XAttribute("y", Number(area.Y)),
        new XAttribute("width", Number(area.Width)),
        new XAttribute("height", Number(area.Height)),
        new XAttribute("rx", Number(radius)));

    private static XElement Text(string style, Point place, string text, string? anchor = null) => new(Svg + "text",
        style.Length == 0 ? null : new XAttribute("class", style),
        new XAttribute("x", Number(place.X)),
        new XAttribute("y", Number(place.Y)),
        anchor is null ? null : new XAttribute("text-anchor", anchor),
        text);

    private static string Points(IEnumerable<Point> points) => string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Write(XElement picture)
    {
        using var text = new StringWriter { NewLine = "\n" };
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
            picture.WriteTo(writer);
        return $"{text}\n";
    }
}
