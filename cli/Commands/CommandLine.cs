using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using SecureApi.Configuration;

namespace SecureApi.Cli.Commands;

/// <summary>
/// The command line: what people and pipelines run. <c>pulumi up</c> runs the program in <c>infra</c>, not this one.
/// </summary>
public static class CommandLine
{
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
        var result = Parse(arguments, host);
        var configuration = new InvocationConfiguration
        {
            Output = host.Out,
            EnableDefaultExceptionHandler = false,
            // A signal ends the program; the command that has to tidy up after it sees to that itself.
            ProcessTerminationTimeout = null,
        };
        if (result.Action is ParseErrorAction)
        {
            configuration.Error = host.Error;
            await result.InvokeAsync(configuration);
            return ExitCode.Usage;
        }

        return await result.InvokeAsync(configuration);
    }

    private static ParseResult Parse(string[] arguments, CommandHost host) =>
        // Not a RootCommand, which is called as the program's file is.
        new Command("secure-api", "A secure API on AWS. All commands work offline; `pulumi up` deploys.")
        {
            new HelpOption(),
            new VersionOption(),
            PreviewCommand.Create(host),
            AuditCommand.Create(host),
            ClientCommand.Create(host),
            DiffCommand.Create(host),
            GateCommand.Create(host),
            LocalCommand.Create(host),
        }.Parse(arguments);
}
