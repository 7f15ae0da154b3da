using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Local;

/// <summary>
/// The run with installed packages: each image's own command, from the folder that its Dockerfile copies, with what the task
/// definition gives it. Only addresses, ports and the runtime directory are another, and nobody waits for DNS when it ends.
/// </summary>
internal static partial class PackagedChildren
{
    private const string BalancerFolder = "balancer";
    private const string GatewayFolder = "gateway";

    /// <summary>Passes when Nginx can have its files in a folder: the gateway's entry point writes the path into them.</summary>
    /// <exception cref="CommandException">It cannot.</exception>
    public static void RequirePath(string folder)
    {
        if (!NginxPath().IsMatch(folder))
            throw new CommandException($"Nginx cannot have its files in {folder}: the path may hold letters, digits and . _ - alone. Choose another folder: --out DIR");
    }

    /// <summary>Writes what the children read, and says how to start them.</summary>
    public static ImmutableArray<Child> Prepare(LocalRun run)
    {
        run.Folder.Make(GatewayFolder);
        run.Folder.Make(GatewayFolder, "temp");
        return [.. run.Runnable.Select(service => Service(run, service.Container, service.Index)), Gateway(run), Balancer(run)];
    }

    private static Child Service(LocalRun run, LocalContainer container, int index) => OfImage(run, container.With(
        ("API_HOST", "127.0.0.1"),
        ("API_PORT", Text(run.Ports.Service(index))),
        ("API_DRAIN_DELAY_SECONDS", "0"))) with
    { Port = run.Ports.Service(index) };

    private static Child Gateway(LocalRun run) => OfImage(run, run.Stack.Gateway.With(
        ("GATEWAY_LISTEN_ADDRESS", "127.0.0.1"),
        ("GATEWAY_PORT", Text(run.Ports.Gateway)),
        ("GATEWAY_STATUS_PORT", Text(run.Ports.Status)),
        ("GATEWAY_RUNTIME_DIRECTORY", run.Folder.At(GatewayFolder)),
        ("GATEWAY_SERVICES", GatewayServices.At(run.Stack, "127.0.0.1", run.Ports)))) with
    { Port = run.Ports.Gateway };

    private static Child OfImage(LocalRun run, LocalContainer container)
    {
        var image = Dockerfile.Read(Path.Combine(run.ImageFolder(container.Name), "Dockerfile"));
        var root = image.Value("WORKDIR");
        ImmutableArray<string> command =
            [.. image.Command.Select(word => word.StartsWith($"{root}/", StringComparison.Ordinal) ? image.Folder + word[root.Length..] : word)];
        if (!File.Exists(command[0]))
            throw new CommandException($"The image {container.Name} starts {command[0]}, which this machine does not have. Install what its Dockerfile installs, or use --with compose.");
        return new Child
        {
            Name = container.Name,
            LeadsGroup = true,
            Command = Tied(command),
            Environment = container.Environment.SetItems(image.Environment.Where(variable => !container.Environment.ContainsKey(variable.Key))),
            Directory = image.Folder,
        };
    }

    private static Child Balancer(LocalRun run)
    {
        var folder = run.Folder.Make(BalancerFolder);
        var place = new BalancerPlace(folder, $"127.0.0.1:{run.Ports.Balancer}", $"127.0.0.1:{run.Ports.Gateway}", Environment.IsPrivilegedProcess);
        foreach (var (name, text) in BalancerFiles.Render(run.Stack, run.Certificate, place)) run.Folder.Write(Path.Combine(BalancerFolder, name), text);
        return new Child
        {
            Name = BalancerFolder,
            LeadsGroup = true,
            Command = Tied(["/usr/sbin/nginx", "-e", "stderr", "-c", Path.Combine(folder, BalancerFiles.Configuration)]),
            Environment = ImmutableDictionary<string, string>.Empty,
            Directory = folder,
            Port = run.Ports.Balancer,
        };
    }

    // In a group of its own, which Ctrl-C does not reach: this process ends it. Should this process be killed, the kernel does.
    private static ImmutableArray<string> Tied(ImmutableArray<string> command) =>
        ["/usr/bin/setsid", "/usr/bin/setpriv", "--pdeathsig", "TERM", "--no-new-privs", .. command];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^/[A-Za-z0-9/._-]+$")]
    private static partial Regex NginxPath();
}
