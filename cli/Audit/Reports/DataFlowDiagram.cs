using System.Text;
using SecureApi.Cli.Audit.Reachability;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Draws the paths as a Mermaid flowchart. Services that differ in their name alone stay apart: each is a subject of the audit.</summary>
public static class DataFlowDiagram
{
    private const int MostEdges = 60;

    /// <summary>The diagram's text, with a line end after the last line.</summary>
    /// <param name="rows">The reachability matrix.</param>
    public static string Render(IReadOnlyList<MatrixRow> rows)
    {
        var text = new StringBuilder("flowchart LR\n");
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var edges = rows.GroupBy(row => (row.Source, row.Destination)).ToList();
        foreach (var label in edges.SelectMany(edge => new[] { edge.Key.Source, edge.Key.Destination }).Distinct(StringComparer.Ordinal))
        {
            ids.Add(label, $"n{ids.Count}");
            text.Append(null, $"    {ids[label]}[\"{Escape(label)}\"]\n");
        }

        foreach (var edge in edges.Take(MostEdges))
        {
            var what = string.Join(", ", edge.Select(row => row.Traffic).Distinct());
            var arrow = edge.Any(row => row.Standing == PathStanding.Unstated) ? "==>" : edge.All(row => row.Standing == PathStanding.Implied) ? "-.->" : "-->";
            text.Append(null, $"    {ids[edge.Key.Source]} {arrow}|\"{Escape(what)}\"| {ids[edge.Key.Destination]}\n");
        }

        if (edges.Count > MostEdges) text.Append(null, $"    %% {edges.Count - MostEdges} more are in the matrix\n");
        return text.ToString();
    }

    private static string Escape(string text) => text.Replace("\"", "#quot;", StringComparison.Ordinal);
}
