using System.Text.RegularExpressions;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Cli.Preview.Terminal;
using SecureApi.Tests.Infra.Stack;
using Spectre.Console;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed partial class ScreenTests
{
    [Fact]
    public async Task ColorScreen_WithoutItsColours_ShowsWhatThePlainScreenShows()
    {
        var report = new PreviewReport(await StackMatrix.Record(StackMatrix.Prod), ["a warning"]);
        var (plain, colored) = (new StringWriter(), new StringWriter());

        TerminalReport.Show(report, new PlainScreen(plain, 120));
        TerminalReport.Show(report, new ColorScreen(Terminal(colored, 120)));

        Assert.Contains("\u001b[", colored.ToString(), StringComparison.Ordinal);
        Assert.Equal(plain.ToString(), EscapeSequence().Replace(colored.ToString(), "").ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(132)]
    public async Task TerminalReport_OnATerminal_KeepsFactsInsideIt(int width)
    {
        var report = new PreviewReport(await StackMatrix.Record(StackMatrix.Prod), ["a warning that is a good deal longer than the narrowest of these terminals is wide"]);
        var text = new StringWriter();

        TerminalReport.Show(report, new PlainScreen(text, width));

        // A type and a name are never broken; all else is.
        var longest = report.Stack.Resources.Max(resource => ShortName.OfType(resource.Type).Length + ShortName.WithinParent(resource).Length) + 20;
        Assert.All(text.ToString().Split('\n'), line => Assert.True(line.Length <= Math.Max(width, longest), line));
        Assert.Contains(text.ToString().Split('\n'), line => line.Length > 0 && line.TrimStart() == line);
    }

    private static IAnsiConsole Terminal(TextWriter writer, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex EscapeSequence();
}
