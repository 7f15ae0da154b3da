using System.Text;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Diff;

/// <summary>
/// Writes a difference as a comment for a pull request: what changes first, then the whole stack, folded. GitHub takes 65,536
/// characters: what does not fit is left out item by item, and counted.
/// </summary>
internal static class DiffMarkdown
{
    /// <summary>The most bytes of a comment, with room for what the pipeline writes above it.</summary>
    public const int LongestComment = 64_000;

    // The picture and the costs of the stack need the rest.
    private const int LongestDiff = 40_000;
    private const int MostListed = 12;

    /// <summary>The comment's text.</summary>
    /// <param name="report">The difference.</param>
    public static string Render(DiffReport report)
    {
        var stack = report.After.Stack;
        var text = new MarkdownText(LongestDiff);
        text.Always($"## What this changes in `{stack.Project}` / `{stack.Name}`\n\n");
        if (report.IsEmpty)
        {
            text.Always($"{MarkdownText.Cell(report.Nothing)}\n\n");
        }
        else
        {
            text.Always($"**{MarkdownText.Cell(report.Counts)}**, {MarkdownText.Cell(report.Title)}{report.NotCompared("; ")}.\n\n");
            text.Always($"{(report.Gate.Passes ? "" : "> [!CAUTION]\n> ")}{MarkdownText.Cell(report.GateLine)}\n\n");
            WriteCosts(text, report);
            WriteGroups(text, report);
        }

        return text + MarkdownReport.Render(report.After, report.Before, LongestComment - text.Bytes);
    }

    private static void WriteCosts(MarkdownText text, DiffReport report)
    {
        if (report.CostLine.Length == 0)
            return;
        text.Always($"{MarkdownText.Cell(report.CostLine)}\n\n| A month | Before | After | Unit |\n| ---: | ---: | ---: | --- |\n");
        foreach (var cost in report.Costs)
            text.Always($"| {(cost.Difference is { } difference ? DiffReport.Signed(difference) : "no price")} | {CostEstimate.Number(cost.Before)} | {CostEstimate.Number(cost.After)} | {cost.Unit} |\n");
        text.Always("\n");
    }

    private static void WriteGroups(MarkdownText text, DiffReport report)
    {
        var (groups, resources) = (0, 0);
        foreach (var group in report.Groups)
        {
            if (!text.TryAdd($"### {MarkdownText.Cell(group.Title)}\n\n| | Resource | | Before | After |\n| --- | --- | --- | --- | --- |\n"))
            {
                groups++;
                resources += group.Changes.Length;
                continue;
            }

            var roots = group.Roots.ToList();
            var listed = new List<ShownChange>();
            foreach (var change in roots.Take(roots.Count > MostListed + 1 && roots.TrueForAll(IsBare) ? MostListed : roots.Count))
            {
                if (!text.TryAdd(Rows(change)))
                    break;
                listed.Add(change);
            }

            text.Always("\n");
            if (roots.Count > listed.Count)
                text.Always($"… {roots.Count - listed.Count} more\n\n");
            if (group.Folded > 0)
                text.Always($"… and what follows from these: {MarkdownText.Cell(DiffTerminal.Folded(group))}\n\n");
            foreach (var label in group.GateOfOthers(listed))
                text.Always($"- gate: {MarkdownText.Cell(label)}\n");
            text.Always("\n");
        }

        if (groups > 0)
            text.Always($"**{groups} more {(groups == 1 ? "part" : "parts")} with {resources} changed resources did not fit into a comment**; `diff` on a terminal and `--json` have them all.\n\n");
    }

    private static bool IsBare(ShownChange change) => change.Values.IsEmpty && change.Gate is null;

    private static string Rows(ShownChange change)
    {
        var facts = ResourceFacts.Join([change.Facts, change.Gate is { } gate ? $"**gate: `{gate.Kind.Label}`{(gate.IsAllowed ? " given" : "")}**" : null]);
        var rows = new StringBuilder($"| `{change.Sign}` | {MarkdownText.Cell(change.Name)} | {(change.Gate is null ? MarkdownText.Cell(facts) : facts)} | | |\n");
        foreach (var value in change.Told)
        {
            var note = value.Note.Length > 0 ? $" ({MarkdownText.Cell(value.Note)})" : "";
            rows.Append(null, $"| | | {MarkdownText.Cell(value.Path)}{note} | {MarkdownText.Cell(value.Before)} | {MarkdownText.Cell(value.After)} |\n");
        }

        return rows.ToString();
    }
}

/// <summary>Markdown that stays below a number of bytes.</summary>
/// <param name="limit">The number of bytes that items may fill.</param>
internal sealed class MarkdownText(int limit)
{
    private readonly StringBuilder text = new();

    /// <summary>How long the text is, in UTF-8.</summary>
    public int Bytes { get; private set; }

    /// <summary>Adds what has to be there.</summary>
    public void Always(string part)
    {
        text.Append(part);
        Bytes += Encoding.UTF8.GetByteCount(part);
    }

    /// <summary>Adds an item as a whole, or says that there is no room for it.</summary>
    public bool TryAdd(string item)
    {
        if (Bytes + Encoding.UTF8.GetByteCount(item) > limit)
            return false;
        Always(item);
        return true;
    }

    /// <summary>The text.</summary>
    public override string ToString() => text.ToString();

    /// <summary>One line, and nothing that ends a cell or starts markup.</summary>
    public static string Cell(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)
        .Replace("`", "\\`", StringComparison.Ordinal)
        .Replace("~", "\\~", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("@", "@\u200b", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");
}
