using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using SecureApi.Cli.Local;

namespace SecureApi.Cli.Commands;

/// <summary><c>local</c>: runs gateway and services on 127.0.0.1 with what the stack would give them.</summary>
internal static class LocalCommand
{
    private const int DefaultPort = 8443;

    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var stack = new Option<string>("--stack", "-s") { Description = "The stack: Pulumi.<stack>.yaml", DefaultValueFactory = _ => "dev", HelpName = "name" };
        var directory = new Option<string?>("--directory", "-C") { Description = "The project's folder, when it is not this one or one above it", HelpName = "dir" };
        var port = new Option<int>("--port", "-p") { Description = "The port on 127.0.0.1; the gateway and the services get those after it", DefaultValueFactory = _ => DefaultPort, HelpName = "number" };
        var folder = new Option<string?>("--out", "-o") { Description = "Where keys, certificates and configuration go; .local/<stack> in the project by default", HelpName = "dir" };
        var with = new Option<string?>("--with") { Description = "compose (containers) or packages (Nginx and Python of this machine); compose where Docker has it by default" };
        with.AcceptOnlyFromAmong(LocalOptions.Compose, LocalOptions.Packages);
        var writeOnly = new Option<bool>("--write-only") { Description = "Write compose.yaml and the certificates, and start nothing" };
        var command = new Command("local", "Run the gateway and the API on 127.0.0.1 without AWS, to call them with a client certificate") { stack, directory, port, folder, with, writeOnly };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LocalPorts.Highest)) result.AddError($"--port takes a number from 1 to {LocalPorts.Highest}.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(writeOnly) && result.GetValue(with) == LocalOptions.Packages)
                result.AddError("--write-only writes what Compose starts. It does not go with --with packages.");
        });

        // Not asynchronous: the children belong to the thread that starts them, and the signals to this command.
        command.SetAction(result => Run(host, new LocalOptions(
            result.GetValue(stack)!,
            result.GetValue(directory),
            result.GetValue(port),
            result.GetValue(folder),
            result.GetValue(with),
            result.GetValue(writeOnly))));
        return command;
    }

    private static int Run(CommandHost host, LocalOptions options)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(host.Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        new LocalStart(host, options, stop.Token).Run();
        return ExitCode.Success;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
