using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text.RegularExpressions;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;

namespace SecureApi.Cli.Commands;

/// <summary>
/// The command line: what people and pipelines run. <c>pulumi up</c> runs the program in <c>infra</c>, not this one.
/// </summary>
public static partial class CommandLine
{
    /// <summary>The name of the program.</summary>
    internal const string Name = "secure-api";

    /// <summary>Runs what the arguments ask for.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="host">What surrounds the command.</param>
    /// <returns>0, 1 when the command could not do its work, 2 when it was not called as it must be.</returns>
    public static async Task<int> RunAsync(string[] arguments, CommandHost host)
    {
        try
        {
            return await InvokeAsync(arguments.Length == 0 ? ["--help"] : arguments, host);
        }
        catch (Exception error) when (error is UserException or ConfigException)
        {
            await host.Error.WriteLineAsync(error.Message.TrimEnd());
            return ExitCode.Failure;
        }
        catch (IOException error)
        {
            // Standard output that cannot be written, most of all: a full disk.
            await host.Error.WriteLineAsync($"The output cannot be written: {error.Message}");
            return ExitCode.Failure;
        }
#pragma warning disable CA1031 // Whatever comes this far is an error of the program, and must not look like the user's.
        catch (Exception error)
        {
            await host.Error.WriteLineAsync($"Unexpected error, not caused by your configuration. Please report it:\n{error}");
            return ExitCode.Failure;
        }
#pragma warning restore CA1031
    }

    private static async Task<int> InvokeAsync(string[] arguments, CommandHost host)
    {
        if (arguments is [var directive, var line] && Suggest().Match(directive) is { Success: true } match)
        {
            foreach (var completion in Program(host).Parse(line).GetCompletions(Math.Min(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), line.Length))) await host.Out.WriteLineAsync(completion.Label);
            return ExitCode.Success;
        }

        var result = Program(host).Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            // A signal ends the program; the command that has to tidy up after it sees to that itself.
            ProcessTerminationTimeout = null,
        };
        if (result.Action is not (ParseErrorAction or HelpAction)) return await result.InvokeAsync(configuration);

        // The help that follows an error goes where the error goes.
        var isHelp = result.Action is HelpAction;
        using var text = new StringWriter();
        configuration.Output = text;
        await result.InvokeAsync(configuration);
        await (isHelp ? host.Out : host.Error).WriteAsync(text.ToString().Replace($"  {Name} ", $"  {Typed(host)} ", StringComparison.Ordinal));
        return isHelp ? ExitCode.Success : ExitCode.Usage;
    }

    /// <summary>What people type before a command's name: in a clone they run the project.</summary>
    private static string Typed(CommandHost host) =>
        StackFileReader.FindProject(host.ProgramDirectory) is { } project && host.ProgramDirectory.StartsWith(Path.Combine(project, "cli", "bin"), StringComparison.Ordinal)
            ? "dotnet run --project cli --"
            : Name;

    private static Command Program(CommandHost host) =>
        // Not a RootCommand, which is called as the program's file is.
        new Command(Name, "A secure API on AWS. All commands work offline; `pulumi up` deploys.")
        {
            new HelpOption(),
            new VersionOption(),
            InitCommand.Create(host),
            PreviewCommand.Create(host),
            AuditCommand.Create(host),
            ClientCommand.Create(host),
            DiffCommand.Create(host),
            GateCommand.Create(host),
            LocalCommand.Create(host),
            CompletionCommand.Create(host),
        };

    // Nine digits are a number, and longer than any line.
    [GeneratedRegex(@"^\[suggest:(\d{1,9})\]$")]
    private static partial Regex Suggest();
}
