using System.Globalization;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Preview.Recording;
using Spectre.Console;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>Shows a preview on a console: the tree of components, totals, costs, outputs, warnings.</summary>
public static class TerminalReport
{
    /// <summary>Shows a preview.</summary>
    /// <param name="report">The preview.</param>
    /// <param name="console">The console.</param>
    public static void Show(PreviewReport report, IAnsiConsole console)
    {
        var stack = report.Stack;
        WriteLine(console, ($"{stack.Project} / {stack.Name}", Styles.Heading), ($"  {stack.Region.Name}", Styles.Muted));
        WriteLine(console, ($"{report.ResourceCount} resources in {report.ComponentCount} components, recorded offline with placeholders; nothing is deployed.", null));
        console.WriteLine();
        var tree = new Tree(Line((ShortName.OfType(stack.Root.Type), Styles.Component), ($" {stack.Root.Name}", null)));
        AddChildren(tree, stack.Root, report);
        console.Write(tree);

        ShowTable(console, "Resources by type", report.Totals.Select(total => (total.Count.ToString(CultureInfo.InvariantCulture), ShortName.WithService(total.Type), "")));
        ShowCosts(console, report.Costs);
        ShowHeading(console, "Outputs");
        foreach (var (name, value) in stack.Outputs)
            WriteLine(console, ($"  {name}", Styles.Type), ($"  {OneLine(value)}", Styles.Value));
        if (report.Warnings.IsEmpty)
            return;
        ShowHeading(console, "Warnings");
        foreach (var warning in report.Warnings)
            WriteLine(console, ("  ! ", Styles.Warning), (warning, null));
    }

    /// <summary>A stack output on one line: a list with commas, a map as <c>name=value</c>, of a long text the first line.</summary>
    internal static string OneLine(RecordedValue value) => value switch
    {
        RecordedList list => string.Join(", ", list.Select(OneLine)),
        RecordedMap map => string.Join(", ", map.Select(entry => $"{entry.Key}={OneLine(entry.Value)}")),
        RecordedText text when text.Value.TrimEnd('\n').Split('\n') is { Length: > 1 } lines => $"{lines[0]} ... ({lines.Length} lines)",
        _ => value.ToString()!.TrimEnd('\n'),
    };

    private static void AddChildren(IHasTreeNodes node, RecordedResource parent, PreviewReport report)
    {
        foreach (var child in report.Stack.Children[parent.Urn])
        {
            var (name, facts) = (ShortName.WithinParent(child), report.Facts(child));
            AddChildren(
                node.AddNode(Line(
                    (ShortName.OfType(child.Type), child.IsCustom ? Styles.Type : Styles.Component),
                    (name.Length > 0 ? $" {name}" : "", null),
                    (facts.Length > 0 ? $"  {facts}" : "", Styles.Value))),
                child,
                report);
        }
    }

    private static void ShowTable(IAnsiConsole console, string heading, IEnumerable<(string Quantity, string Unit, string Note)> rows)
    {
        var lines = rows.ToList();
        if (lines.Count == 0)
            return;
        ShowHeading(console, heading);
        var width = lines.Max(line => line.Quantity.Length);
        foreach (var (quantity, unit, note) in lines)
            WriteLine(console, ($"  {quantity.PadLeft(width)}", Styles.Value), ($"  {unit}", null), (note.Length > 0 ? $"  {note}" : "", Styles.Muted));
    }

    private static void ShowCosts(IAnsiConsole console, CostEstimate costs)
    {
        if (costs.Fixed.IsEmpty)
            return;
        ShowHeading(console, "Costs a month");
        WriteLine(console, ("  ", null), (costs.Summary, null));
        var (quantities, prices) = (costs.Fixed.Max(cost => CostEstimate.Number(cost.Quantity).Length), costs.Fixed.Max(cost => CostText.Monthly(costs, cost).Length));
        foreach (var cost in costs.Fixed)
        {
            WriteLine(
                console,
                (prices > 0 ? $"  {CostText.Monthly(costs, cost).PadLeft(prices)}" : "", cost.Monthly is null ? Styles.Muted : Styles.Value),
                ($"  {CostEstimate.Number(cost.Quantity).PadLeft(quantities)}  {cost.Unit}", null),
                (CostText.Basis(cost) is { Length: > 0 } basis ? $"  {basis}" : "", Styles.Muted));
        }

        foreach (var use in costs.Usage)
            WriteLine(console, ("  plus ", Styles.Muted), (CostText.Of(use), null));
    }

    private static void ShowHeading(IAnsiConsole console, string text)
    {
        console.WriteLine();
        WriteLine(console, (text, Styles.Heading));
    }

    private static void WriteLine(IAnsiConsole console, params ReadOnlySpan<(string Text, Style? Style)> parts)
    {
        console.Write(Line(parts));
        console.WriteLine();
    }

    private static Paragraph Line(params ReadOnlySpan<(string Text, Style? Style)> parts)
    {
        var line = new Paragraph();
        foreach (var (text, style) in parts)
            line.Append(text, style);
        return line;
    }
}
