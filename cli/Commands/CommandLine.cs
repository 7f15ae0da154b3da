using System.CommandLine;
using System.CommandLine.Invocation;
using Pulumi;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Cli.Commands;

/// <summary>
/// The program's front door. The Pulumi CLI starts it without arguments to deploy; people start it with a command.
/// </summary>
public static class CommandLine
{
    /// <summary>Runs what the arguments ask for.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="host">What surrounds the command.</param>
    /// <returns>0, 1 when the command could not do its work, 2 when it was not called as it must be.</returns>
    public static async Task<int> RunAsync(string[] arguments, CommandHost host)
    {
        if (arguments.Length == 0 && host.IsUnderPulumi)
            return await Deployment.RunAsync<SecureApiStack>(new StackProvider());

        try
        {
            return await InvokeAsync(arguments.Length == 0 ? ["--help"] : arguments, host);
        }
        catch (Exception error) when (error is CommandException or ConfigException or RecordingException)
        {
            await host.Error.WriteLineAsync(error.Message.TrimEnd());
            return ExitCode.Failure;
        }
#pragma warning disable CA1031 // Whatever comes this far is a fault of the program, and must not look like the user's.
        catch (Exception error)
        {
            await host.Error.WriteLineAsync($"This is a fault of the program, not of your configuration. Please report it:\n{error}");
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

    private static ParseResult Parse(string[] arguments, CommandHost host)
    {
        // The common case, a command as it is meant to be, needs nothing of the others. Whatever else there is (help, the
        // version, a mistake, a directive in brackets) is the whole program's to answer.
        var command = arguments switch
        {
            [_, ['[', ..], ..] => null,
            [PreviewCommand.Name, ..] => PreviewCommand.Create(host),
            [AuditCommand.Name, ..] => AuditCommand.Create(host),
            _ => null,
        };
        if (command?.Parse(arguments[1..]) is { Errors.Count: 0 } result)
            return result;

        return new RootCommand("A secure API on AWS. The Pulumi CLI starts this program to deploy; the commands work offline.")
        {
            PreviewCommand.Create(host),
            AuditCommand.Create(host),
            ClientCommand.Create(host),
            GateCommand.Create(host),
            LocalCommand.Create(host),
        }.Parse(arguments);
    }

    private sealed class StackProvider : IServiceProvider
    {
        public object? GetService(Type serviceType) =>
            serviceType == typeof(SecureApiStack) ? new SecureApiStack(StackConfiguration.FromEngine()) : null;
    }
}
