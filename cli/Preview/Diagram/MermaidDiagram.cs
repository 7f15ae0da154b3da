using System.Text;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Preview.Diagram;

/// <summary>Draws the architecture as a Mermaid flowchart, which GitHub shows in comments and documents.</summary>
/// <remarks>https://mermaid.js.org/syntax/flowchart.html</remarks>
public static class MermaidDiagram
{
    /// <summary>The flowchart's text, with a line end at its end.</summary>
    /// <param name="report">The preview.</param>
    public static string Render(PreviewReport report)
    {
        var graph = new ArchitectureGraph(report.Stack, report.Index);
        var zones = string.Join(", ", graph.Zones.Select(zone => zone.Name));
        var text = new StringBuilder("flowchart LR\n");
        WriteNodes(text, graph, DiagramPlace.Outside, "  ");
        text.Append(null, $"  subgraph vpc[\"{Escape($"VPC {graph.Range}")}\"]\n");
        WriteGroup(text, graph, DiagramPlace.PublicSubnets, "public", $"Public subnets: {zones}");
        WriteGroup(text, graph, DiagramPlace.PrivateSubnets, ArchitectureGraph.PrivateSubnets, $"Private subnets: {zones}");
        text.Append("  end\n");
        WriteNodes(text, graph, DiagramPlace.Services, "  ");
        foreach (var edge in graph.Edges)
            text.Append(null, $"  {edge.From} {(edge.IsTraffic ? "-->" : "-.->")}|\"{Escape(edge.Label)}\"| {edge.To}\n");
        return text.ToString();
    }

    private static void WriteGroup(StringBuilder text, ArchitectureGraph graph, DiagramPlace place, string id, string title)
    {
        text.Append(null, $"    subgraph {id}[\"{Escape(title)}\"]\n");
        WriteNodes(text, graph, place, "      ");
        text.Append("    end\n");
    }

    private static void WriteNodes(StringBuilder text, ArchitectureGraph graph, DiagramPlace place, string indent)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Place == place)
                text.Append(null, $"{indent}{node.Id}[\"{string.Join("<br/>", node.Lines.Where(line => line.Length > 0).Select(Escape))}\"]\n");
        }
    }

    // Inside quotes, only these end a label or start an entity.
    private static string Escape(string text) => text
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal)
        .Replace(">", "#gt;", StringComparison.Ordinal);
}
