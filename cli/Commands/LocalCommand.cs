using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Local;
using SecureApi.Configuration;
using Spectre.Console;

namespace SecureApi.Cli.Commands;

/// <summary><c>local</c>: runs gateway and services on 127.0.0.1 with what the stack would give them.</summary>
internal static class LocalCommand
{
    private const int DefaultPort = 8443;

    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var stack = ProjectOptions.Stack("dev");
        var directory = ProjectOptions.Directory();
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

/// <summary>What the local command was asked for.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Directory">The project's folder; null to look for it.</param>
/// <param name="Port">The first port.</param>
/// <param name="Folder">Where files go; null for the project's own place.</param>
/// <param name="With">How it runs: compose or packages; null to take what is there.</param>
/// <param name="WriteOnly">Whether to write the files for Compose and start nothing.</param>
internal sealed record LocalOptions(string Stack, string? Directory, int Port, string? Folder, string? With, bool WriteOnly)
{
    /// <summary>In containers.</summary>
    public const string Compose = "compose";

    /// <summary>With the installed packages.</summary>
    public const string Packages = "packages";
}

/// <summary>Decides how a local run is started, prepares it and stays with it.</summary>
internal sealed class LocalStart(CommandHost host, LocalOptions options, CancellationToken stop)
{
    private readonly LocalPorts ports = new(options.Port);

    /// <summary>Runs until it is stopped, or only writes the files.</summary>
    public void Run()
    {
        var project = ProjectFolder.Find(host, options.Directory);
        var settings = StackFileReader.Load(project, options.Stack);
        var path = Path.GetFullPath(options.Folder ?? Path.Combine(project, RunFolder.DefaultName, options.Stack), host.Directory);
        var compose = options.WriteOnly ? null : FindCompose();
        if (!options.WriteOnly) Check(settings, path, packaged: compose is null);

        using var folder = RunFolder.Open(path);
        var run = Prepare(settings, project, folder);
        if (options.WriteOnly) WriteCompose(run);
        else if (compose is not null) StartContainers(run, compose);
        else Start(run, PackagedChildren.Prepare(run));
    }

    private DockerCompose? FindCompose()
    {
        if (options.With == LocalOptions.Packages) return null;
        var compose = DockerCompose.Find(host.Variable("PATH"));
        if (compose is null && options.With == LocalOptions.Compose)
            throw new UserException("--with compose needs Docker with the Compose plugin, and an engine that runs (try: docker compose ls). Without Docker: --with packages");
        return compose;
    }

    private void Check(StackConfig settings, string path, bool packaged)
    {
        if (packaged)
        {
            InstalledPackages.Require(Path.Exists);
            PackagedChildren.RequirePath(path);
        }

        LocalPorts.RequireFree(Used(packaged ? settings.Services.Keys : []));
    }

    private IEnumerable<(int Port, string User)> Used(IEnumerable<string> services) =>
    [
        (ports.Balancer, "load balancer"),
        (ports.Gateway, "gateway"),
        (ports.Status, "gateway's status"),
        .. services.Select((service, index) => (ports.Service(index), $"service {service}")),
    ];

    private LocalRun Prepare(StackConfig settings, string project, RunFolder folder)
    {
        var stack = LocalStack.RecordAsync(settings, host.Clock).GetAwaiter().GetResult();
        var run = new LocalRun
        {
            Stack = stack with { Services = [.. stack.Services.Select(service => service.WithSecretsFrom(host.Variable))] },
            Certificate = BalancerCertificate.Create(stack.Domain, host.Clock.GetUtcNow()),
            Ports = ports,
            Images = Images(project),
            Folder = folder,
            Console = host.OpenConsole(),
        };
        Instructions.WriteFiles(run);
        Instructions.ShowNotes(run);
        return run;
    }

    private void Start(LocalRun run, IReadOnlyList<Child> children)
    {
        new Supervisor(run.Console, stop).Run(
            children, () => Instructions.Show(run, $"The stack {run.Stack.Name} answers on https://127.0.0.1:{ports.Balancer} until Ctrl-C"));
        run.Console.WriteLine("Stopped.");
    }

    private void StartContainers(LocalRun run, DockerCompose compose)
    {
        run.Folder.Write(ComposeFile.Name, ComposeFile.Render(run));
        try
        {
            Start(run, [compose.Up(run.Folder.Path, ports.Balancer)]);
        }
        finally
        {
            if (!compose.Down(run.Folder.Path))
                run.Console.WriteLine($"! Containers may be left. Take them away with: docker compose --file {run.Folder.At(ComposeFile.Name)} down", Styles.Warning);
        }
    }

    private static void WriteCompose(LocalRun run)
    {
        run.Folder.Write(ComposeFile.Name, ComposeFile.Render(run));
        Instructions.Show(run, $"Wrote {run.Folder.Path}. Start it with: docker compose --file {run.Folder.At(ComposeFile.Name)} up --build");
    }

    private string Images(string project)
    {
        string?[] homes = [project, StackFileReader.FindProject(host.ProgramDirectory)];
        return homes.OfType<string>().Select(home => Path.Combine(home, "images")).FirstOrDefault(Directory.Exists)
            ?? throw new UserException($"There is no images in {project}: the images' folders are what a local run starts.");
    }
}
