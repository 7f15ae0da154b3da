using System.Collections.Immutable;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Preview.Diagram;

/// <summary>A point of the picture, in its units, from the top left.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>A rectangle of the picture.</summary>
internal readonly record struct Area(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public Point Center => new(X + (Width / 2), Y + (Height / 2));

    public bool Overlaps(Area other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;
}

/// <summary>A frame around boxes: its class in the style sheet, its place, and its texts with their classes.</summary>
internal sealed record Frame(string Style, Area Area, params (Point Place, string Style, string Text)[] Texts);

/// <summary>A box in its place.</summary>
internal sealed record Box(string Node, Area Area, string Title, string Detail, Icon? Icon);

/// <summary>An arrow in its place.</summary>
/// <param name="Edge">The arrow.</param>
/// <param name="Lines">Its lines, each with a head at its last point; more than one where a node has several boxes.</param>
/// <param name="LabelAt">The middle of its label.</param>
/// <param name="IsMain">Whether it is on the way of a request.</param>
internal sealed record Connector(DiagramEdge Edge, ImmutableArray<ImmutableArray<Point>> Lines, Point LabelAt, bool IsMain)
{
    /// <summary>The room for its label.</summary>
    public Area LabelArea
    {
        get
        {
            const double Height = 18;
            var width = TextMetrics.Width(Edge.Label, StyleSheet.TextSize) + 12;
            return new(LabelAt.X - (width / 2), LabelAt.Y - (Height / 2), width, Height);
        }
    }
}

/// <summary>
/// Where everything stands. A request goes down on the left: internet, load balancer, gateway, service. Bars lie across
/// the zones that they run in; what guards the load balancer stands above it, and AWS's services on the right.
/// </summary>
internal sealed class DiagramLayout
{
    private const double Margin = 24;
    private const double LaneWidth = 84;
    private const double PanelWidth = 240;
    private const double ZoneWidth = 244;
    private const double ZoneGap = 10;
    private const double BoxHeight = 52;
    private const double RowGap = 48;
    private const double Inset = 12;
    private const double EndpointLane = 110;

    // More boxes than this do not fit side by side; the services behind the gateway then share one.
    private const int MostServices = 5;

    private static readonly ImmutableArray<string> Order = ["dns", "waf", "certificate", "trust", "alarms", "topic", "key", "buckets", "names"];

    private readonly ArchitectureGraph graph;
    private readonly List<Box> boxes = [];
    private readonly List<Frame> frames = [];

    private DiagramLayout(PreviewReport report)
    {
        graph = new ArchitectureGraph(report.Stack, report.Index, MostServices);
        var zones = graph.Zones;
        var inner = Math.Max(3, zones.Count) * (ZoneWidth + ZoneGap) - ZoneGap;
        var hasEndpoints = graph.Nodes.Exists(node => node.Id == ArchitectureGraph.Endpoints);
        var privateBottom = hasEndpoints ? 716 : 616;
        var vpc = new Area(Margin, 206, inner + (2 * 20), privateBottom + 40 - 206);
        var panel = new Area(vpc.Right + LaneWidth, vpc.Y, PanelWidth, vpc.Height);
        Vpc = vpc;
        Width = panel.Right + Margin;
        Height = vpc.Bottom + 44;

        frames.Add(new("vpc", vpc, (new(vpc.X + 84, vpc.Y + 20), "heading", $"VPC {graph.Range}")));
        AddZones(zones, inner, privateBottom);
        AddRows(inner);
        Add(ArchitectureGraph.Internet, new Area(Margin, 24, Width - (2 * Margin), BoxHeight));
        AddGuards();
        AddPanel(panel, report.Stack.Region.Name);
        AddLegend($"{report.Stack.Project}, stack {report.Stack.Name} in {report.Stack.Region.Name}");
        Connectors = [.. graph.Edges.Select(new ConnectorRouter(this).Route)];
    }

    /// <summary>The picture's width.</summary>
    public double Width { get; }

    /// <summary>The picture's height.</summary>
    public double Height { get; }

    /// <summary>The VPC's frame.</summary>
    public Area Vpc { get; }

    /// <summary>The y of the private subnets' top.</summary>
    public const double PrivateTop = 420;

    /// <summary>The frames, outer ones first.</summary>
    public IReadOnlyList<Frame> Frames => frames;

    /// <summary>The boxes.</summary>
    public IReadOnlyList<Box> Boxes => boxes;

    /// <summary>The arrows.</summary>
    public ImmutableArray<Connector> Connectors { get; }

    /// <summary>Places everything.</summary>
    public static DiagramLayout Of(PreviewReport report) => new(report);

    /// <summary>The boxes of a node; more than one for NAT gateways.</summary>
    public IReadOnlyList<Area> AreasOf(string node) => [.. boxes.Where(box => box.Node == node).Select(box => box.Area)];

    /// <summary>Where a node stands.</summary>
    public DiagramPlace PlaceOf(string node) => graph.Nodes.Find(candidate => candidate.Id == node)?.Place ?? DiagramPlace.PrivateSubnets;

    private void AddZones(IReadOnlyList<DiagramZone> zones, double inner, double privateBottom)
    {
        var width = ((inner + ZoneGap) / Math.Max(1, zones.Count)) - ZoneGap;
        var x = Vpc.X + 20;
        foreach (var zone in zones)
        {
            frames.Add(new("zone", new(x, 236, width, privateBottom + 28 - 236), (new(x + Inset, privateBottom + 19), "heading", zone.Name)));
            frames.Add(new("public", new(x + 6, 244, width - 12, 136), (new(x + 64, 331), "", $"Public subnet {zone.PublicRange}")));
            frames.Add(new("private", new(x + 6, PrivateTop, width - 12, privateBottom - PrivateTop), (new(x + Inset, privateBottom - 10), "", $"Private subnet {zone.PrivateRange}")));
            if (zone.HasNat)
                boxes.Add(new(ArchitectureGraph.Nat, new(x + width - Inset - 66, 340, 66, 32), "NAT", "", null));
            x += width + ZoneGap;
        }
    }

    private void AddRows(double inner)
    {
        var bar = new Area(Vpc.X + 20 + Inset, 256, inner - (2 * Inset), BoxHeight);
        foreach (var node in graph.Nodes.Where(node => node.Place == DiagramPlace.PublicSubnets && node.Id != ArchitectureGraph.Nat))
            Add(node.Id, bar);

        var fronted = graph.Edges
            .Where(edge => PlaceOf(edge.From) == DiagramPlace.PublicSubnets && PlaceOf(edge.To) == DiagramPlace.PrivateSubnets)
            .Select(edge => edge.To)
            .ToHashSet();
        var y = PrivateTop + Inset;
        AddRow([.. fronted], bar with { Y = y }, 0);

        var behind = graph.Nodes.Where(node => node.Place == DiagramPlace.PrivateSubnets && node.Id != ArchitectureGraph.Endpoints && !fronted.Contains(node.Id));
        var laneRight = graph.Edges.Exists(edge => fronted.Contains(edge.From) && edge.To == ArchitectureGraph.Endpoints) ? EndpointLane : 0;
        y += BoxHeight + RowGap;
        AddRow([.. behind.Select(node => node.Id)], bar with { Y = y, Width = bar.Width - laneRight }, 16);
        Add(ArchitectureGraph.Endpoints, bar with { Y = y + BoxHeight + RowGap });
    }

    private void AddRow(ImmutableArray<string> nodes, Area row, double gap)
    {
        if (nodes.IsEmpty)
            return;
        var width = ((row.Width + gap) / nodes.Length) - gap;
        for (var place = 0; place < nodes.Length; place++)
            Add(nodes[place], row with { X = row.X + (place * (width + gap)), Width = width });
    }

    // The first card begins where the label of the way in ends.
    private void AddGuards()
    {
        const double Gap = 10;
        var left = Vpc.X + 141;
        var width = ((Vpc.Right - left + Gap) / 4) - Gap;
        foreach (var node in graph.Nodes.Where(node => node.Place == DiagramPlace.Outside && node.Id != ArchitectureGraph.Internet).OrderBy(Rank))
        {
            Add(node.Id, new(left, 122, Math.Min(width, 180), BoxHeight));
            left += width + Gap;
        }
    }

    // What the lowest rows use stands lowest, so that lines do not cross.
    private void AddPanel(Area panel, string region)
    {
        frames.Add(new("services", panel, (new(panel.X + 14, panel.Y + 22), "heading", $"AWS services in {region}")));
        var nodes = graph.Nodes
            .Where(node => node.Place == DiagramPlace.Services)
            .OrderBy(Rank)
            .ThenBy(node => graph.Edges.Exists(edge => edge.From == ArchitectureGraph.Endpoints && edge.To == node.Id))
            .ToList();
        const double Top = 36;
        const double Gap = 18;
        var step = Math.Min(BoxHeight + 24, (panel.Height - Top - 14 + Gap) / Math.Max(1, nodes.Count));
        var y = panel.Y + Top;
        foreach (var node in nodes)
        {
            Add(node.Id, new(panel.X + 14, y, panel.Width - 28, Math.Min(BoxHeight, step - Gap)));
            y += step;
        }
    }

    private static int Rank(DiagramNode node) => Order.Contains(node.Id) ? Order.IndexOf(node.Id) : Order.Length;

    private void AddLegend(string source)
    {
        var y = Vpc.Bottom + 26;
        var right = Width - Margin;
        frames.Add(new("page", new(Margin, Vpc.Bottom + 12, 0, 0),
            (new(Margin, y), "", "Thick: the way of a request. Solid: other connections. Dashed: what a part uses, or what guards it."),
            (new(right - TextMetrics.Width(source, StyleSheet.TextSize), y), "", source)));
    }

    private void Add(string id, Area area)
    {
        if (graph.Nodes.Find(node => node.Id == id) is { } node)
            boxes.Add(new(id, area, node.Lines[0], string.Join(", ", node.Lines.Skip(1).Where(line => line.Length > 0)), Icon.Of(id)));
    }
}

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

    // A separate row lies between them.
    private static bool IsAbove(Area source, Area target) => target.Y - source.Bottom > 2 * 48;
}
