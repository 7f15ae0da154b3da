using System.CommandLine;
using System.Runtime.InteropServices;
using SecureApi.Configuration;
using SecureApi.Local;
using SecureApi.Preview.Terminal;

namespace SecureApi.Cli;

/// <summary><c>local</c>: runs gateway and services on 127.0.0.1 with what the stack would give them.</summary>
internal static class LocalCommand
{
    private const string Compose = "compose";
    private const string Packages = "packages";
    private const int DefaultPort = 8443;

    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var stack = new Option<string>("--stack", "-s") { Description = "The stack: Pulumi.<stack>.yaml", DefaultValueFactory = _ => "dev", HelpName = "name" };
        var directory = new Option<string?>("--directory", "-C") { Description = "The project's folder, when it is not this one or one above it", HelpName = "dir" };
        var port = new Option<int>("--port", "-p") { Description = "The port on 127.0.0.1; the gateway and the services get those after it", DefaultValueFactory = _ => DefaultPort, HelpName = "number" };
        var folder = new Option<string?>("--out", "-o") { Description = "Where keys, certificates and configuration go; .local/<stack> in the project by default", HelpName = "dir" };
        var with = new Option<string?>("--with") { Description = "compose (containers) or packages (Nginx and Python of this machine); compose where Docker has it by default" };
        with.AcceptOnlyFromAmong(Compose, Packages);
        var writeOnly = new Option<bool>("--write-only") { Description = "Write compose.yaml and the certificates, and start nothing" };
        var command = new Command("local", "Run the gateway and the API on 127.0.0.1 without AWS, to call them with a client certificate") { stack, directory, port, folder, with, writeOnly };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > LocalPorts.Highest) result.AddError($"--port takes a number from 1 to {LocalPorts.Highest}.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(writeOnly) && result.GetValue(with) == Packages)
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

        var project = ProjectFolder.Find(host, options.Directory);
        var settings = StackConfiguration.FromFiles(project, options.Stack);
        var ports = new LocalPorts(options.Port);
        var compose = options.With == Packages || options.WriteOnly ? null : DockerCompose.Find(host.Variable("PATH"));
        if (options.With == Compose && compose is null && !options.WriteOnly)
            throw new CommandException("--with compose needs Docker with the Compose plugin, and an engine that runs (try: docker compose ls). Without Docker: --with packages");
        var packaged = compose is null && !options.WriteOnly;
        if (packaged) InstalledPackages.Require(Path.Exists);
        if (!options.WriteOnly) LocalPorts.RequireFree(Used(ports, packaged ? settings : null));

        using var folder = RunFolder.Open(Path.GetFullPath(options.Folder ?? Path.Combine(project, RunFolder.DefaultName, options.Stack), host.Directory));
        var stack = LocalStack.RecordAsync(settings, host.Clock).GetAwaiter().GetResult();
        var run = new LocalRun
        {
            Stack = stack with { Services = [.. stack.Services.Select(service => service.WithSecretsFrom(host.Variable))] },
            Certificate = BalancerCertificate.Create(stack.Domain, host.Clock.GetUtcNow()),
            Ports = ports,
            Images = Images(host, project),
            Folder = folder,
            Screen = host.OpenScreen(),
        };
        Instructions.WriteFiles(run);
        Instructions.ShowNotes(run);
        if (packaged) Start(run, PackagedChildren.Prepare(run), stop.Token);
        else if (compose is not null) StartContainers(run, compose, stop.Token);
        else WriteCompose(run);
        return ExitCode.Success;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static void Start(LocalRun run, IReadOnlyList<Child> children, CancellationToken stop)
    {
        new Supervisor(run.Screen, stop).Run(
            children, () => Instructions.Show(run, $"The stack {run.Stack.Name} answers on https://127.0.0.1:{run.Ports.Balancer} until Ctrl-C"));
        run.Screen.WriteLine(Tone.Plain, "Stopped.");
        run.Screen.Flush();
    }

    private static void StartContainers(LocalRun run, DockerCompose compose, CancellationToken stop)
    {
        run.Folder.Write(ComposeFile.Name, ComposeFile.Render(run));
        try
        {
            Start(run, [compose.Up(run.Folder.Path, run.Ports.Balancer)], stop);
        }
        finally
        {
            compose.Down(run.Folder.Path);
        }
    }

    private static void WriteCompose(LocalRun run)
    {
        run.Folder.Write(ComposeFile.Name, ComposeFile.Render(run));
        Instructions.Show(run, $"Wrote {run.Folder.Path}. Start it with: docker compose --file {run.Folder.At(ComposeFile.Name)} up --build");
    }

    private static IEnumerable<(int Port, string User)> Used(LocalPorts ports, StackSettings? packaged)
    {
        yield return (ports.Balancer, "load balancer");
        yield return (ports.Gateway, "gateway");
        if (packaged is null) yield break;
        yield return (ports.Status, "gateway's status");
        foreach (var (index, service) in packaged.Services.Keys.Index()) yield return (ports.Service(index), $"service {service}");
    }

    private static string Images(CommandHost host, string project)
    {
        string?[] homes = [project, ProjectFile.FindDirectory(host.ProgramDirectory)];
        return homes.OfType<string>().Select(home => Path.Combine(home, "infra", "images")).FirstOrDefault(Directory.Exists)
            ?? throw new CommandException($"There is no infra/images in {project}: the images' folders are what a local run starts.");
    }
}
