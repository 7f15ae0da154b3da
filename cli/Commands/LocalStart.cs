using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Local;
using SecureApi.Cli.Preview.Terminal;
using SecureApi.Configuration;

namespace SecureApi.Cli.Commands;

/// <summary>Decides how a local run is started, prepares it and stays with it.</summary>
internal sealed class LocalStart(CommandHost host, LocalOptions options, CancellationToken stop)
{
    private readonly LocalPorts ports = new(options.Port);

    /// <summary>Runs until the stop is asked for, or writes the files alone.</summary>
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
            throw new CommandException("--with compose needs Docker with the Compose plugin, and an engine that runs (try: docker compose ls). Without Docker: --with packages");
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
            Screen = host.OpenScreen(),
        };
        Instructions.WriteFiles(run);
        Instructions.ShowNotes(run);
        return run;
    }

    private void Start(LocalRun run, IReadOnlyList<Child> children)
    {
        new Supervisor(run.Screen, stop).Run(
            children, () => Instructions.Show(run, $"The stack {run.Stack.Name} answers on https://127.0.0.1:{ports.Balancer} until Ctrl-C"));
        run.Screen.WriteLine(Tone.Plain, "Stopped.");
        run.Screen.Flush();
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
                run.Screen.WriteLine(Tone.Warning, $"! Containers may be left. Take them away with: docker compose --file {run.Folder.At(ComposeFile.Name)} down");
            run.Screen.Flush();
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
            ?? throw new CommandException($"There is no images in {project}: the images' folders are what a local run starts.");
    }
}
