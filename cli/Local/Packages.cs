using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Local;

/// <summary>
/// The run with installed packages: each image's own command, from the folder that its Dockerfile copies, with what the task
/// definition gives it. Addresses, ports and the runtime directory differ, and shutdown does not wait for DNS.
/// </summary>
internal static partial class PackagedChildren
{
    private const string BalancerFolder = "balancer";
    private const string GatewayFolder = "gateway";

    /// <summary>Passes when Nginx can have its files in a folder: the gateway's entry point writes the path into them.</summary>
    /// <exception cref="UserException">It cannot.</exception>
    public static void RequirePath(string folder)
    {
        if (!NginxPath().IsMatch(folder))
            throw new UserException($"Nginx cannot have its files in {folder}: the path may hold letters, digits and . _ - alone. Choose another folder: --out DIR");
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
        ("GATEWAY_HOST_NAMES", LocalStack.HostNames(run.Stack.Domain)),
        ("GATEWAY_SERVICES", GatewayServices.At(run.Stack, "127.0.0.1", run.Ports)))) with
    { Port = run.Ports.Gateway };

    private static Child OfImage(LocalRun run, LocalContainer container)
    {
        var image = Dockerfile.Read(Path.Combine(run.ImageFolder(container.Name), "Dockerfile"));
        var root = image.Value("WORKDIR");
        ImmutableArray<string> command =
            [.. image.Command.Select(word => word.StartsWith($"{root}/", StringComparison.Ordinal) ? image.Folder + word[root.Length..] : word)];
        if (!File.Exists(command[0]))
            throw new UserException($"The image {container.Name} starts {command[0]}, which this machine does not have. Install what its Dockerfile installs, or use --with compose.");
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

    // A separate process group, which Ctrl-C does not reach: this process ends it, or the kernel when this process is killed.
    private static ImmutableArray<string> Tied(ImmutableArray<string> command) =>
        ["/usr/bin/setsid", "/usr/bin/setpriv", "--pdeathsig", "TERM", "--no-new-privs", .. command];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^/[A-Za-z0-9/._-]+$")]
    private static partial Regex NginxPath();
}

/// <summary>What a run without containers needs from the machine: the packages that the images install.</summary>
internal static class InstalledPackages
{
    /// <summary>The command that installs all of them on Debian and Ubuntu.</summary>
    public const string Install = "sudo apt-get install --no-install-recommends nginx libnginx-mod-http-lua libnginx-mod-http-ndk "
        + "lua-resty-core lua-cjson luajit2 openssl ca-certificates python3-fastapi python3-uvicorn";

    // A file of each package that nothing runs without.
    private static readonly string[] Files =
    [
        "/usr/sbin/nginx",
        "/usr/lib/nginx/modules/ndk_http_module.so",
        "/usr/lib/nginx/modules/ngx_http_lua_module.so",
        "/usr/share/lua/5.1/resty/core.lua",
        "/usr/share/lua/5.1/resty/lrucache.lua",
        "/usr/bin/luajit",
        "/usr/bin/python3",
        "/usr/lib/python3/dist-packages/fastapi",
        "/usr/lib/python3/dist-packages/uvicorn",
        "/usr/bin/setpriv",
        "/usr/bin/setsid",
    ];

    /// <summary>Passes when everything is there.</summary>
    /// <param name="exists">Whether the machine has a path.</param>
    /// <exception cref="UserException">Something is missing.</exception>
    public static void Require(Func<string, bool> exists)
    {
        if (Files.Where(file => !exists(file)).ToList() is not { Count: > 0 } missing) return;
        throw new UserException(
            $"""
            A run with installed packages needs what this machine does not have: {string.Join(", ", missing)}
            On Debian or Ubuntu, install it with:
              {Install}
            Elsewhere install Docker with Compose, which this command prefers where it exists.
            """);
    }
}

/// <summary>
/// The instructions of a Dockerfile, so that a local run and the tests start exactly what the image starts.
/// It reads what the images of this repository use: one stage, no build arguments, no here-documents.
/// </summary>
public sealed class Dockerfile
{
    private readonly IReadOnlyList<(string Name, string Value)> instructions;

    private Dockerfile(string path)
    {
        Folder = Path.GetDirectoryName(path)!;
        instructions = [.. LogicalLines(File.ReadLines(path)).Select(Split)];
    }

    /// <summary>The folder that holds it: what <c>COPY</c> reads from.</summary>
    public string Folder { get; }

    /// <summary>The <c>ENV</c> values.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        Values("ENV").SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('"'), StringComparer.Ordinal);

    /// <summary>What the container runs: <c>ENTRYPOINT</c> followed by <c>CMD</c>, both in their JSON form.</summary>
    public IReadOnlyList<string> Command =>
        [.. Values("ENTRYPOINT").Concat(Values("CMD")).SelectMany(json => JsonSerializer.Deserialize<string[]>(json)!)];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file's path.</param>
    public static Dockerfile Read(string path) => new(path);

    /// <summary>Every value of an instruction, in order; empty when there is none.</summary>
    /// <param name="instruction">The instruction in capitals.</param>
    public IReadOnlyList<string> Values(string instruction) =>
        [.. instructions.Where(line => line.Name == instruction).Select(line => line.Value)];

    /// <summary>The value of an instruction that stands exactly once.</summary>
    /// <param name="instruction">The instruction in capitals.</param>
    public string Value(string instruction) => Values(instruction).Single();

    private static (string Name, string Value) Split(string line)
    {
        var words = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (words[0].ToUpperInvariant(), words.Length > 1 ? words[1] : "");
    }

    private static IEnumerable<string> LogicalLines(IEnumerable<string> lines)
    {
        var pending = "";
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            pending += line.TrimEnd('\\');
            if (line[^1] == '\\') continue;
            yield return pending;
            pending = "";
        }
    }
}
