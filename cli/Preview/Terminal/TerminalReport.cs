using System.Globalization;
using SecureApi.Cli.Preview.Documents;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Preview.Terminal;

/// <summary>Shows a preview on a screen: the tree of components, totals, fixed units, outputs, warnings.</summary>
public sealed class TerminalReport
{
    private const int IndentWidth = 3;
    private const int LeastTextWidth = 20;

    private readonly PreviewReport report;
    private readonly Screen screen;
    private readonly (string Branch, string Last, string Through, string Space) guides;

    private TerminalReport(PreviewReport report, Screen screen)
    {
        this.report = report;
        this.screen = screen;
        guides = screen.IsUnicode ? ("├─ ", "└─ ", "│  ", "   ") : ("|- ", "`- ", "|  ", "   ");
    }

    /// <summary>Shows <paramref name="report"/> on <paramref name="screen"/>.</summary>
    public static void Show(PreviewReport report, Screen screen)
    {
        var terminal = new TerminalReport(report, screen);
        terminal.ShowTitle();
        terminal.ShowChildren(report.Stack.Root, "");
        terminal.ShowTotals();
        terminal.ShowCosts();
        terminal.ShowOutputs();
        terminal.ShowWarnings();
        screen.Flush();
    }

    private void ShowTitle()
    {
        var stack = report.Stack;
        screen.Write(Tone.Heading, $"{stack.Project} / {stack.Name}");
        screen.Write(Tone.Muted, $"  {stack.Region.Name}");
        screen.WriteLine();
        WriteWrapped(Tone.Plain, $"{report.ResourceCount} resources in {report.ComponentCount} components, recorded offline with placeholders; nothing is deployed.", 0, 0);
        screen.WriteLine();
    }

    private void ShowChildren(RecordedResource parent, string prefix)
    {
        var children = report.Stack.Children[parent.Urn].ToList();
        for (var index = 0; index < children.Count; index++)
        {
            var isLast = index == children.Count - 1;
            ShowResource(children[index], prefix, isLast);
            ShowChildren(children[index], prefix + (isLast ? guides.Space : guides.Through));
        }
    }

    private void ShowResource(RecordedResource resource, string prefix, bool isLast)
    {
        var type = ShortName.OfType(resource.Type);
        var name = ShortName.WithinParent(resource);
        screen.Write(Tone.Muted, prefix + (isLast ? guides.Last : guides.Branch));
        screen.Write(resource.IsCustom ? Tone.Type : Tone.Component, type);
        var used = prefix.Length + IndentWidth + type.Length;
        if (name.Length > 0)
        {
            screen.Write(Tone.Plain, $" {name}");
            used += name.Length + 1;
        }

        var facts = report.Facts(resource);
        if (facts.Length > 0)
        {
            screen.Write(Tone.Plain, "  ");
            WriteWrapped(Tone.Value, facts, used + 2, prefix.Length + (2 * IndentWidth));
        }
        else
        {
            screen.EndLine();
        }
    }

    private void ShowTotals()
    {
        ShowHeading("Resources by type");
        foreach (var total in report.Totals)
        {
            screen.Write(Tone.Value, total.Count.ToString(CultureInfo.InvariantCulture).PadLeft(5));
            screen.WriteLine(Tone.Plain, $"  {ShortName.WithService(total.Type)}");
        }
    }

    private void ShowCosts()
    {
        if (report.Costs.IsEmpty)
            return;
        ShowHeading("Fixed units, billed for as long as they exist");

        // The framework's maximum is code for vectors, which is not compiled ahead of time.
        var width = 0;
        foreach (var line in report.Costs)
            width = Math.Max(width, line.Quantity.Length);
        foreach (var line in report.Costs)
        {
            screen.Write(Tone.Value, $"  {line.Quantity.PadLeft(width)}");
            screen.Write(Tone.Plain, $"  {line.Unit}");
            if (line.Note.Length > 0)
                WriteWrapped(Tone.Muted, $"  {line.Note}", width + 4 + line.Unit.Length, width + 4);
            else
                screen.EndLine();
        }
    }

    private void ShowOutputs()
    {
        ShowHeading("Outputs");
        foreach (var (name, value) in report.Stack.Outputs)
        {
            screen.Write(Tone.Type, $"  {name}");
            screen.Write(Tone.Plain, "  ");
            WriteWrapped(Tone.Value, OutputText.Of(value), name.Length + 4, 2 * IndentWidth);
        }
    }

    private void ShowWarnings()
    {
        if (report.Warnings.IsEmpty)
            return;
        ShowHeading("Warnings");
        foreach (var warning in report.Warnings)
        {
            screen.Write(Tone.Warning, "  ! ");
            WriteWrapped(Tone.Plain, warning, 4, 4);
        }
    }

    private void ShowHeading(string text)
    {
        screen.WriteLine();
        screen.WriteLine(Tone.Heading, text);
    }

    // Breaks at spaces, and inside a word only when it is longer than a whole line.
    private void WriteWrapped(Tone tone, string text, int used, int indent)
    {
        if (screen.Width == int.MaxValue)
        {
            screen.WriteLine(tone, text);
            return;
        }

        var indentation = Math.Min(indent, Math.Max(screen.Width - LeastTextWidth, 0));
        var room = screen.Width - used;
        var rest = text.AsSpan();
        while (rest.Length > room)
        {
            var end = room > 0 ? rest[..(room + 1)].LastIndexOf(' ') : -1;
            if (end <= 0 && room < screen.Width - indentation)
                end = 0;
            else if (end <= 0)
                end = Math.Max(room, 1);

            screen.WriteLine(tone, rest[..end].ToString());
            screen.Write(tone, new string(' ', indentation));
            rest = rest[end..].TrimStart(' ');
            room = Math.Max(screen.Width - indentation, 1);
        }

        screen.WriteLine(tone, rest.ToString());
    }
}
