using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Gateway;

namespace SecureApi.Cli.Local;

/// <summary>
/// The run in containers: a compose file made from the task definitions, so that each container gets what its task would get.
/// The Compose Specification has a word for everything but awslogs and roles. YAML 1.2 contains JSON, which is what is written.
/// </summary>
/// <seealso href="https://github.com/compose-spec/compose-spec/blob/main/spec.md"/>
internal static class ComposeFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "compose.yaml";

    private const string Header = "# Made by the command `local` from the task definitions of the stack. It holds private keys of this run.\n";
    private const string Balancer = "balancer";
    private const string BalancerDirectory = "/run/balancer";
    private const int BalancerPort = 8443;

    // Docker's DNS server inside a user-defined network.
    private const string Resolver = "127.0.0.11";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>The file's text. It holds keys.</summary>
    public static string Render(LocalRun run)
    {
        var hosts = GatewayServices.Of(run.Stack).ToImmutableDictionary(service => service.Name, service => service.Host, StringComparer.Ordinal);
        var gateway = run.Stack.Gateway.With(
            ("GATEWAY_RESOLVER", Resolver),
            (GatewayServices.Variable, GatewayServices.WithPorts(run.Stack)),
            ("GATEWAY_HOST_NAMES", LocalStack.HostNames(run.Stack.Domain)));
        var services = new Dictionary<string, Service>(StringComparer.Ordinal);

        // A service gets its name in Cloud Map, so that the gateway finds it as in the VPC.
        foreach (var (service, _) in run.Runnable)
        {
            services[service.Name] = Container(run, service.With(("API_DRAIN_DELAY_SECONDS", "0"))) with
            {
                Networks = new { Default = new { Aliases = new[] { hosts[service.Name] } } },
            };
        }

        services[GatewayContract.Name] = Container(run, gateway) with { Ports = [Published(run.Ports.Gateway, gateway.Port)] };
        services[Balancer] = LoadBalancer(run, gateway);
        return $"{Header}{JsonSerializer.Serialize(new { Name = $"secure-api-local-{run.Stack.Name}", Services = services }, Options)}\n";
    }

    private static Service Container(LocalRun run, LocalContainer container)
    {
        var definition = container.Definition;
        var linux = definition.Map("linuxParameters");
        var check = definition.Map("healthCheck");
        var controls = definition.List("systemControls").Maps.ToDictionary(control => control.Text("namespace")!, control => control.Text("value")!);
        return new Service
        {
            Build = Build(run, container.Name),
            User = definition.Text("user")!,
            ReadOnly = definition.Boolean("readonlyRootFilesystem") is true,
            Init = linux.Boolean("initProcessEnabled") is true,
            CapDrop = [.. linux.Map("capabilities").List("drop").Texts],
            Tmpfs = [.. linux.List("tmpfs").Maps.Select(mount => Tmpfs(mount, mount.Text("containerPath")!))],
            Sysctls = controls.Count > 0 ? controls : null,
            MemLimit = $"{container.MemoryMiB}m",
            StopGracePeriod = Seconds(definition, "stopTimeout"),
            Healthcheck = new
            {
                Test = check.List("command").Texts,
                Interval = Seconds(check, "interval"),
                Timeout = Seconds(check, "timeout"),
                StartPeriod = Seconds(check, "startPeriod"),
                Retries = check.Number("retries"),
            },
            Environment = container.Environment.ToDictionary(variable => variable.Key, variable => Escape(variable.Value)),
        };
    }

    // In the place of the load balancer: the gateway's image with another configuration. The image's own health check asks
    // for the gateway.
    private static Service LoadBalancer(LocalRun run, LocalContainer gateway)
    {
        var place = new BalancerPlace(BalancerDirectory, $"0.0.0.0:{BalancerPort}", $"{gateway.Name}:{gateway.Port}", KeepsRoot: false);
        var files = BalancerFiles.Render(run.Stack, run.Certificate, place).ToDictionary(file => file.Key, file => file.Value);
        return new Service
        {
            Build = Build(run, gateway.Name),
            Entrypoint = ["/usr/bin/luajit", "-e", Escape(EmbeddedText.Read("balancer.lua"))],
            User = gateway.Definition.Text("user")!,
            ReadOnly = true,
            Init = true,
            CapDrop = ["ALL"],
            Tmpfs = [Tmpfs(gateway.Definition.Map("linuxParameters").List("tmpfs").Maps.First(), BalancerDirectory)],
            Healthcheck = new { Disable = true },
            Environment = new() { ["BALANCER_FILES"] = Escape(JsonSerializer.Serialize(files)) },
            Ports = [Published(run.Ports.Balancer, BalancerPort)],
            DependsOn = new() { [gateway.Name] = new { Condition = "service_healthy" } },
        };
    }

    private static object Build(LocalRun run, string image) =>
        new { Context = Escape(Path.GetRelativePath(run.Folder.Path, run.ImageFolder(image)).Replace('\\', '/')) };

    private static string Tmpfs(RecordedMap mount, string path) =>
        $"{path}:size={mount.Number("size")!.Value.ToString(CultureInfo.InvariantCulture)}m,{string.Join(',', mount.List("mountOptions").Texts)}";

    private static string Published(int local, int inside) => $"127.0.0.1:{local}:{inside}";

    private static string Seconds(RecordedMap map, string name) => $"{map.Number(name)!.Value.ToString(CultureInfo.InvariantCulture)}s";

    // Compose replaces $NAME with a variable of its environment.
    private static string Escape(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    /// <summary>A service, in Compose's words.</summary>
    private sealed record Service
    {
        public required object Build { get; init; }

        public string[]? Entrypoint { get; init; }

        public required string User { get; init; }

        public required bool ReadOnly { get; init; }

        public required bool Init { get; init; }

        public required string[] CapDrop { get; init; }

        public required string[] Tmpfs { get; init; }

        public Dictionary<string, string>? Sysctls { get; init; }

        public string? MemLimit { get; init; }

        public string? StopGracePeriod { get; init; }

        public required object Healthcheck { get; init; }

        public required Dictionary<string, string> Environment { get; init; }

        public object? Networks { get; init; }

        public string[]? Ports { get; init; }

        public Dictionary<string, object>? DependsOn { get; init; }
    }
}

/// <summary>Docker's Compose plugin.</summary>
internal sealed class DockerCompose
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    // Longer than Docker waits for the slowest container.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(150);

    private readonly string program;

    private DockerCompose(string program) => this.program = program;

    /// <summary>Finds Compose with an engine that answers; null when either is missing.</summary>
    /// <param name="path">Where programs are looked for: the value of <c>PATH</c>.</param>
    public static DockerCompose? Find(string? path)
    {
        var name = OperatingSystem.IsWindows() ? "docker.exe" : "docker";
        var program = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

        // It asks the plugin and the engine at once.
        return program is not null && Succeeds(program, ["compose", "ls", "--quiet"]) ? new(program) : null;
    }

    /// <summary>Builds the images, starts the containers and stays with them.</summary>
    /// <param name="folder">The folder of the compose file.</param>
    /// <param name="port">The port that is open when everything is.</param>
    public Child Up(string folder, int port) => new()
    {
        Name = "compose",
        Command = [program, "compose", "--ansi", "never", "--file", ComposeFile.Name, "up", "--build", "--abort-on-container-exit"],
        Directory = folder,
        Port = port,
        StopTime = StopTime,
    };

    /// <summary>Takes containers and network away; false when it could not.</summary>
    public bool Down(string folder) =>
        Succeeds(program, ["compose", "--file", Path.Combine(folder, ComposeFile.Name), "down", "--remove-orphans"], StopTime);

    private static bool Succeeds(string program, string[] arguments, TimeSpan? patience = null)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(patience ?? AnswerTime)) return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
