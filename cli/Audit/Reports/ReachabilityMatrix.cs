using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;
using SecureApi.Cli.Audit.Reachability;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>A line of the reachability matrix: one kind of traffic between two places, over one or both families.</summary>
/// <param name="Source">Who opens the connection.</param>
/// <param name="Destination">To whom.</param>
/// <param name="Traffic">What passes.</param>
/// <param name="Families">Over which protocols.</param>
/// <param name="Standing">What the architecture says of it.</param>
/// <param name="Flows">The stated flows that open it.</param>
/// <param name="Through">The rules, routes and gateways on the way, by name.</param>
public sealed record MatrixRow(
    string Source,
    string Destination,
    string Traffic,
    ImmutableArray<AddressFamily> Families,
    PathStanding Standing,
    ImmutableArray<string> Flows,
    ImmutableArray<string> Through)
{
    /// <summary>The families in words.</summary>
    public string FamilyText => string.Join(", ", Families.Select(AddressBlocks.NameOf));

    /// <summary>The matrix of a proof: every path; those that differ only in their family or their rules share a line.</summary>
    /// <param name="proof">The proof.</param>
    public static ImmutableArray<MatrixRow> Of(ReachabilityProof proof) =>
    [
        .. proof.Paths
            .GroupBy(path => (Source: path.Source.Label, Destination: path.Destination.Label, Traffic: path.Traffic.ToString(), path.Standing))
            .Select(group => new MatrixRow(
                group.Key.Source,
                group.Key.Destination,
                group.Key.Traffic,
                [.. group.Select(path => path.Family).Distinct().Order()],
                group.Key.Standing,
                [.. group.SelectMany(path => path.Flows).Distinct()],
                [.. group.SelectMany(path => path.Through).Select(resource => resource.Name).Distinct()])),
    ];
}

/// <summary>Draws the paths as a Mermaid flowchart. Services that differ only in their name stay apart: each is a subject of the audit.</summary>
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
