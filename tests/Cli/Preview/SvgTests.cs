using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SecureApi.Cli.Preview.Diagram;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed partial class SvgTests
{
    [Fact]
    public async Task Picture_OfTheDocuments_ShowsTheStackOfTheProgram() => Golden.Matches(
        SvgDiagram.Render(new PreviewReport(await StackMatrix.Record(StackMatrix.Prod), [])),
        "The picture of the architecture is out of date. Or draw it with: dotnet run --project cli -- preview --svg docs/architecture.svg",
        "docs",
        "architecture.svg");

    [Fact]
    public Task Picture_OverTheMatrix_HasEveryBoxAndEveryArrowOfTheGraph() => StackMatrix.Holds((stack, _) =>
    {
        var report = new PreviewReport(stack, []);
        var graph = new ArchitectureGraph(stack, report.Index, mostServices: 5);
        var picture = XElement.Parse(SvgDiagram.Render(report));
        var boxes = Values(picture, "data-node").ToHashSet();
        var arrows = Values(picture, "data-edge").ToList();
        return graph.Nodes.Select(node => node.Id).Where(id => !boxes.Contains(id))
            .Concat(graph.Edges.Select(edge => $"{edge.From} {edge.To}").Where(edge => arrows.Count(arrow => arrow == edge) != 1));
    });

    [Fact]
    public Task Picture_OverTheMatrix_KeepsBoxesAndLabelsApartAndOnThePage() => StackMatrix.Holds((stack, _) =>
    {
        var layout = Layout(stack);
        var page = new Area(0, 0, layout.Width, layout.Height);
        var things = layout.Boxes.Select(box => (Name: box.Node, box.Area))
            .Concat(layout.Connectors.Select(connector => (Name: $"label of {connector.Edge.From} to {connector.Edge.To}", Area: connector.LabelArea)))
            .ToList();
        return Outside(things, page).Concat(Overlapping(things));
    });

    [Fact]
    public Task Lines_OverTheMatrix_AreUprightOrLevelAndEndAtABox() => StackMatrix.Holds((stack, _) =>
    {
        var layout = Layout(stack);
        return from connector in layout.Connectors
               from line in connector.Lines
               where !line.Zip(line.Skip(1)).All(part => (part.First.X == part.Second.X) != (part.First.Y == part.Second.Y))
                   || !layout.AreasOf(connector.Edge.To).Any(area => Touches(area, line[^1]))
               select $"{connector.Edge.From} to {connector.Edge.To}";
    });

    [Fact]
    public async Task StyleSheet_OfThePicture_KnowsEveryClassOnLightAndOnDark()
    {
        var picture = XElement.Parse(SvgDiagram.Render(new PreviewReport(await StackMatrix.Record(StackMatrix.Prod), [])));
        var sheets = picture.Descendants().Single(element => element.Name.LocalName == "style").Value.Split("@media (prefers-color-scheme: dark)");

        Assert.Equal(2, sheets.Length);
        var coloured = Values(picture, "class").SelectMany(value => value.Split(' ')).Distinct().Except(["icon", "use", "main"]);
        Assert.All(coloured, name => Assert.All(sheets, sheet => Assert.Contains(name, Class().Matches(sheet).Select(match => match.Groups[1].Value))));
    }

    [Theory]
    [InlineData("api", "api")]
    [InlineData("a-long-name-of-a-domain.example.com", "a-long-name…")]
    public void Text_ThatIsTooLong_IsCutWithAMark(string text, string shown) => Assert.Equal(shown, TextMetrics.Fit(text, 12, 100));

    private static DiagramLayout Layout(RecordedStack stack) => DiagramLayout.Of(new PreviewReport(stack, []));

    private static IEnumerable<string> Values(XElement picture, string attribute) =>
        picture.Descendants().Attributes(attribute).Select(value => value.Value);

    private static IEnumerable<string> Outside(IEnumerable<(string Name, Area Area)> things, Area page) =>
        things.Where(thing => thing.Area.X < 0 || thing.Area.Y < 0 || thing.Area.Right > page.Right || thing.Area.Bottom > page.Bottom)
            .Select(thing => string.Create(CultureInfo.InvariantCulture, $"{thing.Name} leaves the page: {thing.Area}"));

    private static IEnumerable<string> Overlapping(List<(string Name, Area Area)> things) =>
        from first in Enumerable.Range(0, things.Count)
        from second in Enumerable.Range(first + 1, things.Count - first - 1)
        where things[first].Area.Overlaps(things[second].Area)
        select $"{things[first].Name} covers {things[second].Name}";

    private static bool Touches(Area area, Point point) =>
        point.X >= area.X && point.X <= area.Right && point.Y >= area.Y && point.Y <= area.Bottom;

    [GeneratedRegex(@"\.([a-z][a-z-]*)")]
    private static partial Regex Class();
}
