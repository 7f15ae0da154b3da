using System.Text;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Preview.Diagram;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>Writes a preview as a comment for a pull request.</summary>
/// <remarks>
/// GitHub takes 65,536 characters in a comment. The tables of components are the only part that grows with the services,
/// and are cut, with a word about it, before that.
/// </remarks>
public static class MarkdownReport
{
    private const int LongestComment = 60_000;

    /// <summary>The comment's text.</summary>
    /// <param name="report">The preview.</param>
    public static string Render(PreviewReport report)
    {
        var stack = report.Stack;
        var text = new StringBuilder();
        text.Append(null, $"## Preview of `{stack.Project}` / `{stack.Name}` in `{stack.Region.Name}`\n\n");
        text.Append(null, $"**{report.ResourceCount} resources in {report.ComponentCount} components.** Recorded offline with placeholders; nothing was deployed.\n\n");
        WriteWarnings(text, report);
        text.Append(null, $"```mermaid\n{MermaidDiagram.Render(report)}```\n\n");
        WriteCosts(text, report);
        WriteOutputs(text, stack);
        WriteTotals(text, report);
        WriteComponents(text, report);
        return text.ToString();
    }

    private static void WriteWarnings(StringBuilder text, PreviewReport report)
    {
        if (report.Warnings.IsEmpty)
            return;
        text.Append("> [!WARNING]\n");
        foreach (var warning in report.Warnings)
            text.Append(null, $"> - {Cell(warning)}\n");
        text.Append('\n');
    }

    private static void WriteCosts(StringBuilder text, PreviewReport report)
    {
        var costs = report.Costs;
        if (costs.Fixed.IsEmpty)
            return;
        text.Append(null, $"### Costs a month\n\n{Cell(costs.Summary)}\n\n<details><summary>{costs.Fixed.Length} parts</summary>\n\n");
        text.Append("| A month | Quantity | Unit | |\n| ---: | ---: | --- | --- |\n");
        foreach (var cost in costs.Fixed)
            text.Append(null, $"| {Cell(CostText.Monthly(costs, cost))} | {Cell(CostEstimate.Number(cost.Quantity))} | {Cell(cost.Unit)} | {Cell(CostText.Basis(cost))} |\n");
        if (!costs.Usage.IsEmpty)
            text.Append("\n");
        foreach (var use in costs.Usage)
            text.Append(null, $"- plus {Cell(CostText.Of(use))}\n");
        text.Append("\n</details>\n\n");
    }

    private static void WriteOutputs(StringBuilder text, RecordedStack stack)
    {
        text.Append("<details><summary>Outputs</summary>\n\n| Output | Value |\n| --- | --- |\n");
        foreach (var (name, value) in stack.Outputs)
            text.Append(null, $"| `{name}` | {Cell(TerminalReport.OneLine(value))} |\n");
        text.Append("\n</details>\n\n");
    }

    private static void WriteTotals(StringBuilder text, PreviewReport report)
    {
        text.Append("<details><summary>Resources by type</summary>\n\n| Count | Type |\n| ---: | --- |\n");
        foreach (var total in report.Totals)
            text.Append(null, $"| {total.Count} | `{total.Type}` |\n");
        text.Append("\n</details>\n\n");
    }

    private static void WriteComponents(StringBuilder text, PreviewReport report)
    {
        text.Append("<details><summary>Resources by component</summary>\n\n| Component | Resource | Name | |\n| --- | --- | --- | --- |\n");
        var left = 0;
        foreach (var resource in report.Stack.Resources.Where(resource => resource.IsCustom))
        {
            if (text.Length > LongestComment)
                left++;
            else
                text.Append(null, $"| {Cell(Component(resource))} | {ShortName.WithService(resource.Type)} | `{resource.Name}` | {Cell(report.Facts(resource))} |\n");
        }

        text.Append('\n');
        if (left > 0)
            text.Append(null, $"{left} more resources did not fit into a comment; `--json` has them all.\n\n");
        text.Append("</details>\n");
    }

    private static string Component(RecordedResource resource) =>
        resource.Parent is { Parent: not null } parent ? ShortName.OfType(parent.Type) : "";

    // One line, and nothing that ends a cell or starts markup.
    private static string Cell(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)
        .Replace("`", "\\`", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");
}
