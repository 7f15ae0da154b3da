using System.Text;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Preview.Diagram;

/// <summary>Draws the architecture as a Mermaid flowchart, which GitHub shows in comments and documents.</summary>
/// <remarks>https://mermaid.js.org/syntax/flowchart.html</remarks>
public static class MermaidDiagram
{
    // A green that shows on light and on dark.
    private const string Added = "#2da44e";

    /// <summary>The flowchart's text, with a line end at its end.</summary>
    /// <param name="report">The preview.</param>
    public static string Render(PreviewReport report) => Render(report, before: null);

    /// <summary>The flowchart's text. What is not in the picture of <paramref name="before"/> is marked as new, in words and in green.</summary>
    /// <param name="report">The preview.</param>
    /// <param name="before">What the stack was; null to mark nothing.</param>
    internal static string Render(PreviewReport report, PreviewReport? before)
    {
        var graph = new ArchitectureGraph(report.Stack, report.Index);
        var old = before is null ? null : new ArchitectureGraph(before.Stack, before.Index);
        var added = old is null ? [] : graph.Nodes.Select(node => node.Id).Except(old.Nodes.Select(node => node.Id), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var zones = string.Join(", ", graph.Zones.Select(zone => zone.Name));
        var text = new StringBuilder("flowchart LR\n");
        WriteNodes(DiagramPlace.Outside, "  ");
        text.Append(null, $"  subgraph vpc[\"{Escape($"VPC {graph.Range}")}\"]\n");
        WriteGroup(DiagramPlace.PublicSubnets, "public", $"Public subnets: {zones}");
        WriteGroup(DiagramPlace.PrivateSubnets, ArchitectureGraph.PrivateSubnets, $"Private subnets: {zones}");
        text.Append("  end\n");
        WriteNodes(DiagramPlace.Services, "  ");
        foreach (var edge in graph.Edges)
            text.Append(null, $"  {edge.From} {(edge.IsTraffic ? "-->" : "-.->")}|\"{Escape(edge.Label)}\"| {edge.To}\n");
        if (added.Count > 0)
            text.Append(null, $"  classDef added stroke:{Added},stroke-width:3px\n  class {string.Join(',', graph.Nodes.Select(node => node.Id).Where(added.Contains))} added\n");
        var edges = old is null ? [] : graph.Edges.Index().Where(edge => !old.Edges.Contains(edge.Item)).Select(edge => edge.Index).ToList();
        if (edges.Count > 0)
            text.Append(null, $"  linkStyle {string.Join(',', edges)} stroke:{Added},stroke-width:3px\n");
        return text.ToString();

        void WriteGroup(DiagramPlace place, string id, string title)
        {
            text.Append(null, $"    subgraph {id}[\"{Escape(title)}\"]\n");
            WriteNodes(place, "      ");
            text.Append("    end\n");
        }

        void WriteNodes(DiagramPlace place, string indent)
        {
            foreach (var node in graph.Nodes)
            {
                if (node.Place == place)
                    text.Append(null, $"{indent}{node.Id}[\"{string.Join("<br/>", node.Lines.Append(added.Contains(node.Id) ? "(new)" : "").Where(line => line.Length > 0).Select(Escape))}\"]\n");
            }
        }
    }

    // Inside quotes, only these end a label or start an entity.
    private static string Escape(string text) => text
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal)
        .Replace(">", "#gt;", StringComparison.Ordinal);
}
