using System.CommandLine;
using SecureApi.Cli.Clients;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Preview.Terminal;

namespace SecureApi.Cli.Commands;

/// <summary><c>client list</c>: the registered clients and how each one stands.</summary>
internal static class ClientListCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var stack = new Option<string>("--stack", "-s") { Description = "The stack: Pulumi.<stack>.yaml", DefaultValueFactory = _ => "prod", HelpName = "name" };
        var directory = new Option<string?>("--directory", "-C") { Description = "The project's folder, when it is not this one or one above it", HelpName = "dir" };
        var outputs = new Option<string?>("--outputs") { Description = "What `pulumi stack output --json` wrote: adds serial numbers and expiry", HelpName = "file" };
        var command = new Command("list", "Show the registered clients and their state") { stack, directory, outputs };
        command.SetAction(result => Run(host, result.GetValue(stack)!, result.GetValue(directory), result.GetValue(outputs)));
        return command;
    }

    private static int Run(CommandHost host, string stack, string? directory, string? outputsFile)
    {
        var settings = StackFileReader.Load(ProjectFolder.Find(host, directory), stack);
        var outputs = outputsFile is null ? null : StackOutputs.Read(Path.GetFullPath(outputsFile, host.Directory));
        var sheets = new ClientRegister(settings.Mtls, outputs, host.Clock.GetUtcNow()).Sheets().ToList();
        var screen = host.OpenScreen();
        foreach (var sheet in sheets) sheet.Show(screen);
        if (sheets.Count == 0) screen.WriteLine(Tone.Plain, $"No client is registered in {stack}.");
        screen.Flush();
        return ExitCode.Success;
    }
}
