using System.Collections.Immutable;

namespace SecureApi.Cli.Preview.Diagram.Svg;

/// <summary>An arrow in its place.</summary>
/// <param name="Edge">What it stands for.</param>
/// <param name="Lines">Its lines, each with a head at its last point; more than one where a node has several boxes.</param>
/// <param name="LabelAt">The middle of its label.</param>
/// <param name="IsMain">It is on the way of a request.</param>
internal sealed record Connector(DiagramEdge Edge, ImmutableArray<ImmutableArray<Point>> Lines, Point LabelAt, bool IsMain)
{
    /// <summary>The room that its label takes.</summary>
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
