using System.Collections.Immutable;

namespace SecureApi.Cli.Preview.Diagram.Svg;

/// <summary>Finds an arrow's way between boxes that have their places.</summary>
/// <param name="layout">The places.</param>
internal sealed class ConnectorRouter(DiagramLayout layout)
{
    // Where arrows from above meet a box, from its left side.
    private const double Entry = 36;

    private const double LabelAboveTarget = 26;
    private const double LabelAboveSubnets = 20;

    private readonly double lane = layout.Vpc.Right + 22;

    /// <summary>The arrow of an edge.</summary>
    public Connector Route(DiagramEdge edge)
    {
        if (edge.To == ArchitectureGraph.Internet)
            return WayOut(edge);
        if (edge.To == ArchitectureGraph.Nat)
            return ToNat(edge);
        return layout.PlaceOf(edge.To) == DiagramPlace.Services ? ToService(edge) : Down(edge);
    }

    // From the left-most NAT gateway behind the others, out of the VPC, and up.
    private Connector WayOut(DiagramEdge edge)
    {
        var gateways = layout.AreasOf(edge.From);
        var y = gateways[0].Center.Y;
        var end = layout.AreasOf(edge.To)[0].Bottom;
        return new(edge, [[new(gateways[0].Right, y), new(lane, y), new(lane, end)]], new(lane, end + 23), IsMain: false);
    }

    private Connector ToNat(DiagramEdge edge)
    {
        var gateways = layout.AreasOf(edge.To);
        var lines = gateways.Select(gateway => ImmutableArray.Create(new Point(gateway.Center.X, DiagramLayout.PrivateTop), new Point(gateway.Center.X, gateway.Bottom)));
        return new(edge, [.. lines], new(gateways[^1].Center.X, DiagramLayout.PrivateTop - LabelAboveSubnets), IsMain: false);
    }

    private Connector ToService(DiagramEdge edge)
    {
        var target = layout.AreasOf(edge.To)[0];
        if (layout.PlaceOf(edge.From) == DiagramPlace.Services)
        {
            var source = layout.AreasOf(edge.From)[0];
            var x = source.Right - Entry;
            return new(edge, [[new(x, source.Bottom), new(x, target.Y)]], new(x - 42, (source.Bottom + target.Y) / 2), IsMain: false);
        }

        var areas = layout.AreasOf(edge.From);
        var start = areas.Count > 0 ? new Point(areas[^1].Right, areas[^1].Center.Y) : new Point(layout.Vpc.Right, DiagramLayout.PrivateTop);
        var turn = edge.From == ArchitectureGraph.Nat ? lane - 10 : lane;
        return new(
            edge,
            [[start, new(turn, start.Y), new(turn, target.Center.Y), new(target.X, target.Center.Y)]],
            new((turn + target.X - 6) / 2, target.Center.Y),
            IsMain: false);
    }

    private Connector Down(DiagramEdge edge)
    {
        var (source, target) = (layout.AreasOf(edge.From)[0], layout.AreasOf(edge.To)[0]);
        var guards = layout.PlaceOf(edge.From) == DiagramPlace.Outside && edge.From != ArchitectureGraph.Internet;
        var isMain = edge.To != ArchitectureGraph.Endpoints && !guards;
        var x = isMain ? Math.Max(target.X, layout.Vpc.X + 32) + Entry
            : guards || !IsAbove(source, target) ? source.Center.X
            : source.Right - (Entry + 14);
        var label = guards ? layout.Vpc.Y - 16
            : edge.From == ArchitectureGraph.Internet ? source.Bottom + 23
            : layout.PlaceOf(edge.From) == DiagramPlace.PublicSubnets ? DiagramLayout.PrivateTop - LabelAboveSubnets
            : target.Y - LabelAboveTarget;
        return new(edge, [[new(x, source.Bottom), new(x, target.Y)]], new(x, label), isMain);
    }

    // A row of its own lies between them.
    private static bool IsAbove(Area source, Area target) => target.Y - source.Bottom > 2 * 48;
}
