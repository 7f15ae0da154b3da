using System.Text;
using SecureApi.Cli.Preview.Terminal;
using Spectre.Console;

namespace SecureApi.Cli.Commands;

/// <summary>What surrounds a command: where it writes, where it was started, which terminal it has, what time it is.</summary>
public sealed record CommandHost
{
    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error; the process's own is opened when something is written.</summary>
    public TextWriter Error { get => field ?? Console.Error; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string Directory { get; init; }

    /// <summary>The folder of the program's own files.</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>The environment variables.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>True when standard output is a terminal.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Ends a command that runs on until it is stopped, as a signal does.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The host of the running process.</summary>
    public static CommandHost OfProcess() => new()
    {
        Out = Console.IsOutputRedirected ? Piped() : Console.Out,
        Directory = Environment.CurrentDirectory,
        ProgramDirectory = AppContext.BaseDirectory,
        Variable = Environment.GetEnvironmentVariable,
        IsTerminal = !Console.IsOutputRedirected,
    };

    /// <summary>True when the Pulumi CLI started the program.</summary>
    public bool IsUnderPulumi => Variable("PULUMI_MONITOR") is not null || Variable("PULUMI_ENGINE") is not null;

    /// <summary>The screen for a report: with colours on a terminal, unless <c>NO_COLOR</c> is set.</summary>
    public Screen OpenScreen()
    {
        if (!IsTerminal)
            return new PlainScreen(Out);
        if (!string.IsNullOrEmpty(Variable("NO_COLOR")) || Variable("TERM") is "dumb")
            return new PlainScreen(Out, TerminalWidth());

        return OpenColorScreen();
    }

    // Apart, so that a report for a pipe does not load what only a terminal needs.
    private Screen OpenColorScreen()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Out) });
        return console.Profile.Capabilities.Ansi ? new ColorScreen(console) : new PlainScreen(Out, console.Profile.Width);
    }

    // Console.Out would prepare a terminal, which takes longer than all of the writing.
    private static StreamWriter Piped() =>
        new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : int.MaxValue;
        }
        catch (IOException)
        {
            return int.MaxValue;
        }
    }
}
