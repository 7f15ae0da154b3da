using System.Text;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Diff;
using SecureApi.Cli.Preview.Diagram;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>Writes a preview as a comment for a pull request.</summary>
/// <remarks>
/// GitHub takes 65,536 characters in a comment. The diagram and the tables are left out as a whole, and the resources one by one,
/// with a word about it, before that.
/// </remarks>
public static class MarkdownReport
{
    private const string Ending = "</details>\n";

    // The last words: what did not fit.
    private const int Reserve = 400;

    /// <summary>The comment's text.</summary>
    /// <param name="report">The preview.</param>
    public static string Render(PreviewReport report) => Render(report, before: null, DiffMarkdown.LongestComment);

    /// <summary>The comment's text.</summary>
    /// <param name="report">The preview.</param>
    /// <param name="before">What the stack was: the picture marks what is new; null to mark nothing.</param>
    /// <param name="limit">The most bytes, in UTF-8.</param>
    internal static string Render(PreviewReport report, PreviewReport? before, int limit)
    {
        var stack = report.Stack;
        var text = new MarkdownText(limit - Reserve);
        text.Always($"## Preview of `{stack.Project}` / `{stack.Name}` in `{stack.Region.Name}`\n\n");
        text.Always($"**{report.ResourceCount} resources in {report.ComponentCount} components.** Recorded offline with placeholders; nothing was deployed.\n\n");
        string[] left =
        [
            .. Left(text, "warnings", Warnings(report)),
            .. Left(text, "the picture", $"```mermaid\n{MermaidDiagram.Render(report, before)}```\n\n"),
            .. Left(text, "the costs", Costs(report)),
            .. Left(text, "the outputs", Outputs(stack)),
            .. Left(text, "the resources by type", Totals(report)),
        ];
        if (left.Length > 0)
            text.Always($"Left out, because a comment has no room for it: {string.Join(", ", left)}. The `preview` on a terminal shows it.\n\n");
        WriteComponents(text, report);
        return text.ToString();
    }

    private static IEnumerable<string> Left(MarkdownText text, string name, string part) => text.TryAdd(part) ? [] : [name];

    private static string Warnings(PreviewReport report)
    {
        if (report.Warnings.IsEmpty)
            return "";
        var text = new StringBuilder("> [!WARNING]\n");
        foreach (var warning in report.Warnings)
            text.Append(null, $"> - {Cell(warning)}\n");
        return text.Append('\n').ToString();
    }

    private static string Costs(PreviewReport report)
    {
        var costs = report.Costs;
        if (costs.Fixed.IsEmpty)
            return "";
        var text = new StringBuilder();
        text.Append(null, $"### Costs a month\n\n{Cell(costs.Summary)}\n\n<details><summary>{costs.Fixed.Length} parts</summary>\n\n");
        text.Append("| A month | Quantity | Unit | |\n| ---: | ---: | --- | --- |\n");
        foreach (var cost in costs.Fixed)
            text.Append(null, $"| {Cell(CostText.Monthly(costs, cost))} | {Cell(CostEstimate.Number(cost.Quantity))} | {Cell(cost.Unit)} | {Cell(CostText.Basis(cost))} |\n");
        if (!costs.Usage.IsEmpty)
            text.Append('\n');
        foreach (var use in costs.Usage)
            text.Append(null, $"- plus {Cell(CostText.Of(use))}\n");
        return text.Append("\n</details>\n\n").ToString();
    }

    private static string Outputs(RecordedStack stack)
    {
        var text = new StringBuilder("<details><summary>Outputs</summary>\n\n| Output | Value |\n| --- | --- |\n");
        foreach (var (name, value) in stack.Outputs)
            text.Append(null, $"| `{name}` | {Cell(TerminalReport.OneLine(value))} |\n");
        return text.Append("\n</details>\n\n").ToString();
    }

    private static string Totals(PreviewReport report)
    {
        var text = new StringBuilder("<details><summary>Resources by type</summary>\n\n| Count | Type |\n| ---: | --- |\n");
        foreach (var total in report.Totals)
            text.Append(null, $"| {total.Count} | `{total.Type}` |\n");
        return text.Append("\n</details>\n\n").ToString();
    }

    private static void WriteComponents(MarkdownText text, PreviewReport report)
    {
        var resources = report.Stack.Resources.Where(resource => resource.IsCustom).ToList();
        var written = 0;
        if (text.TryAdd("<details><summary>Resources by component</summary>\n\n| Component | Resource | Name | |\n| --- | --- | --- | --- |\n"))
        {
            foreach (var resource in resources)
            {
                if (!text.TryAdd($"| {Cell(Component(resource))} | {ShortName.WithService(resource.Type)} | `{resource.Name}` | {Cell(report.Facts(resource))} |\n"))
                    break;
                written++;
            }

            text.Always($"\n{Ending}");
        }

        if (written < resources.Count)
            text.Always($"\n{resources.Count - written} {(written > 0 ? "more " : "")}resources did not fit into a comment; `--json` has them all.\n");
    }

    private static string Component(RecordedResource resource) =>
        resource.Parent is { Parent: not null } parent ? ShortName.OfType(parent.Type) : "";

    private static string Cell(string text) => MarkdownText.Cell(text);
}
