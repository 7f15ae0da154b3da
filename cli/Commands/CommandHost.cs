using Spectre.Console;

namespace SecureApi.Cli.Commands;

/// <summary>What surrounds a command: where it writes, where it was started, which terminal it has, what time it is.</summary>
public sealed record CommandHost
{
    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Standard input.</summary>
    public TextReader In { get; init; } = Console.In;

    /// <summary>True when a person can be asked: standard input and output are a terminal.</summary>
    public bool CanAsk { get; init; }

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
        // UTF-8 for a pipe on Windows as well.
        Out = Console.IsOutputRedirected ? new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true } : Console.Out,
        Directory = Environment.CurrentDirectory,
        ProgramDirectory = AppContext.BaseDirectory,
        Variable = Environment.GetEnvironmentVariable,
        IsTerminal = !Console.IsOutputRedirected,
        CanAsk = !Console.IsInputRedirected && !Console.IsOutputRedirected,
    };

    /// <summary>The console for a report: with colours on a terminal, unless <c>NO_COLOR</c> is set. See https://no-color.org.</summary>
    /// <param name="wraps">Whether lines are broken at the terminal's width. Lines to paste must stay whole.</param>
    public IAnsiConsole OpenConsole(bool wraps = false)
    {
        var isPlain = !IsTerminal || !string.IsNullOrEmpty(Variable("NO_COLOR")) || Variable("TERM") is "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(Out),
        });
        if (!wraps || !IsTerminal)
            console.Profile.Width = int.MaxValue;
        return console;
    }

    /// <summary>A console for plain text whose lines are not broken, such as a file.</summary>
    /// <param name="writer">Where the text goes.</param>
    public static IAnsiConsole PlainConsole(TextWriter writer) =>
        new CommandHost { Out = writer, Directory = "", ProgramDirectory = "", Variable = _ => null, IsTerminal = false }.OpenConsole();
}
