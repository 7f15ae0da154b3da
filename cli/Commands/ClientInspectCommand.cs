using System.CommandLine;
using SecureApi.Cli.Clients;

namespace SecureApi.Cli.Commands;

/// <summary><c>client inspect</c>: explains a request, a certificate or a revocation list.</summary>
internal static class ClientInspectCommand
{
    /// <summary>The command with its argument.</summary>
    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "PEM or DER; a PEM file may hold several" };
        var command = new Command("inspect", "Explain a certificate signing request, a certificate or a revocation list in plain words") { file };
        command.SetAction(result => Run(host, result.GetValue(file)!));
        return command;
    }

    private static int Run(CommandHost host, string file)
    {
        var blocks = PemFile.Read(Path.GetFullPath(file, host.Directory));
        var inspection = new Inspection(host.Clock.GetUtcNow());
        var console = host.OpenConsole();
        foreach (var (label, der) in blocks) inspection.Explain(label, der).Show(console);
        return ExitCode.Success;
    }
}
