using System.Text.RegularExpressions;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Tests.Infra.Stack;
using Spectre.Console;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed partial class TerminalReportTests
{
    [Fact]
    public async Task Report_WithoutItsColours_IsTheReportOfAFile()
    {
        var report = new PreviewReport(await StackMatrix.Record(StackMatrix.Prod), ["a warning"]);
        var (plain, coloured) = (new StringWriter(), new StringWriter());

        TerminalReport.Show(report, CommandHost.PlainConsole(plain));
        TerminalReport.Show(report, Terminal(coloured, int.MaxValue));

        Assert.Contains("\u001b[", coloured.ToString(), StringComparison.Ordinal);
        Assert.Equal(plain.ToString(), EscapeSequence().Replace(coloured.ToString(), ""));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(132)]
    public async Task Report_OnATerminal_FitsItsWidth(int width)
    {
        var report = new PreviewReport(await StackMatrix.Record(StackMatrix.Prod), ["a warning that is a good deal longer than the narrowest of these terminals is wide"]);
        var text = new StringWriter();

        TerminalReport.Show(report, Terminal(text, width));

        Assert.All(EscapeSequence().Replace(text.ToString(), "").Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
    }

    [Theory]
    [InlineData(1, "1 day")]
    [InlineData(30, "30 days")]
    public async Task LogGroup_ThatIsKept_SaysForHowManyDays(int days, string shown)
    {
        var prod = StackMatrix.Prod.Settings;
        var report = new PreviewReport(await StackMatrix.Record(prod with { Logs = prod.Logs with { RetentionDays = days } }), []);

        var facts = report.Stack.OfType("aws:cloudwatch/logGroup:LogGroup").Where(log => log.Inputs.Number("retentionInDays") == days).Select(report.Facts).ToList();

        Assert.NotEmpty(facts);
        Assert.All(facts, fact => Assert.Contains($", {shown}, ", fact, StringComparison.Ordinal));
    }

    private static IAnsiConsole Terminal(TextWriter writer, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        return console;
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex EscapeSequence();
}
