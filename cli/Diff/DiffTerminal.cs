using SecureApi.Cli.Commands;
using SecureApi.Cli.Costs;
using Spectre.Console;

namespace SecureApi.Cli.Diff;

/// <summary>Shows a difference on a console.</summary>
internal static class DiffTerminal
{
    // More new or deleted resources of a group are counted, not listed.
    private const int MostListed = 12;

    /// <summary>Shows a difference; one line when there is none.</summary>
    /// <param name="report">The difference.</param>
    /// <param name="console">The console.</param>
    public static void Show(DiffReport report, IAnsiConsole console)
    {
        if (report.IsEmpty)
        {
            console.WriteLine(report.Nothing);
            return;
        }

        var stack = report.After.Stack;
        Write(console, ($"{stack.Project} / {stack.Name}", Styles.Heading), ($"  {report.Title}", Styles.Muted));
        Write(console, ($"{report.Counts}{report.NotCompared("; ")}.", null));
        foreach (var group in report.Groups)
        {
            console.WriteLine();
            Write(console, (group.Title, Styles.Component));
            ShowGroup(console, group);
        }

        console.WriteLine();
        Write(console, (report.GateLine, report.Gate.Passes ? Styles.Muted : Styles.Warning));
        if (report.CostLine.Length == 0)
            return;
        Write(console, (report.CostLine, null));
        foreach (var cost in report.Costs)
            Write(console, ($"  {(cost.Difference is { } difference ? DiffReport.Signed(difference) : "no price"),10}", Styles.Value), ($"  {CostEstimate.Number(cost.Before)} to {CostEstimate.Number(cost.After)} {cost.Unit}", null));
    }

    private static void ShowGroup(IAnsiConsole console, DiffGroup group)
    {
        var roots = group.Roots.ToList();
        var listed = roots.Take(roots.Count > MostListed + 1 ? MostListed : roots.Count).ToList();
        foreach (var change in listed)
            ShowChange(console, change);
        if (roots.Count > listed.Count)
            Write(console, ($"  … {roots.Count - listed.Count} more", Styles.Muted));
        if (group.Folded > 0)
            Write(console, ($"  … and what follows from these: {Folded(group)}", Styles.Muted));
        foreach (var label in group.GateOfOthers(listed))
            Write(console, ($"    gate: {label}", Styles.Warning));
    }

    /// <summary>What changes only because another resource is replaced, counted by what happens to it.</summary>
    public static string Folded(DiffGroup group)
    {
        var folded = group.Changes.Except(group.Roots).ToList();
        var names = folded.Count <= 3 ? $" ({string.Join(", ", folded.Select(change => change.Name))})" : "";
        return string.Join(", ", folded.GroupBy(change => change.Change.Kind).OrderByDescending(kind => kind.Count()).Select(kind => $"{kind.Count()} {(kind.Key == ChangeKind.Replace ? "replaced" : "changed")}")) + names;
    }

    private static void ShowChange(IAnsiConsole console, ShownChange change)
    {
        var style = change.Change.Kind switch { ChangeKind.Create => Styles.Type, ChangeKind.Delete or ChangeKind.Replace => Styles.Warning, _ => Styles.Value };
        Write(console, ($"  {change.Sign} ", style), (change.Name, null), (change.Facts.Length > 0 ? $"  {change.Facts}" : "", Styles.Muted), (change.Gate is { IsAllowed: false } gate ? $"  gate: {gate.Kind.Label}" : "", Styles.Warning));
        foreach (var value in change.Told)
        {
            if (value.Before.Length == 0 && value.After.Length == 0)
                Write(console, ($"      {value.Path}  ", null), (value.Note, Styles.Muted));
            else
                Write(console, ($"      {value.Path}  ", null), (value.Before.Length > 0 ? value.Before : "(none)", Styles.Muted), (" → ", null), (value.After.Length > 0 ? value.After : "(none)", Styles.Value), (value.Note.Length > 0 ? $"  {value.Note}" : "", Styles.Muted));
        }
    }

    private static void Write(IAnsiConsole console, params ReadOnlySpan<(string Text, Style? Style)> parts)
    {
        var line = new Paragraph();
        foreach (var (text, style) in parts)
            line.Append(text, style);
        console.Write(line);
        console.WriteLine();
    }
}
