using System.CommandLine;

namespace SecureApi.Cli.Commands;

/// <summary><c>client</c>: the work around webhook clients and their certificates.</summary>
internal static class ClientCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create(CommandHost host) => new("client", "Make, explain and list the certificates of webhook clients")
    {
        ClientNewCommand.Create(host),
        ClientInspectCommand.Create(host),
        ClientListCommand.Create(host),
    };
}
