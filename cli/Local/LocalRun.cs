using System.Net;
using System.Net.Sockets;
using SecureApi.Cli.Commands;
using Spectre.Console;

namespace SecureApi.Cli.Local;

/// <summary>What a run is made of, whichever way it is started.</summary>
internal sealed record LocalRun
{
    /// <summary>What the stack would deploy.</summary>
    public required LocalStack Stack { get; init; }

    /// <summary>What stands in for the public certificate.</summary>
    public required BalancerCertificate Certificate { get; init; }

    /// <summary>The ports on 127.0.0.1.</summary>
    public required LocalPorts Ports { get; init; }

    /// <summary>The folder with an image's folder for each service.</summary>
    public required string Images { get; init; }

    /// <summary>Where files are written.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Where people read.</summary>
    public required IAnsiConsole Console { get; init; }

    /// <summary>The services that have an image in the project, with their places in the list of all.</summary>
    public IEnumerable<(LocalContainer Container, int Index)> Runnable =>
        Stack.Services.Select((container, index) => (container, index)).Where(service => HasImage(service.container.Name));

    /// <summary>The folder of an image.</summary>
    public string ImageFolder(string name) => Path.Combine(Images, name);

    /// <summary>Whether the project holds an image's Dockerfile.</summary>
    public bool HasImage(string name) => File.Exists(Path.Combine(ImageFolder(name), "Dockerfile"));
}

/// <summary>The folder of a run: everything that it writes is here, readable by its owner only, and git ignores it.</summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The name of the default folder in the project.</summary>
    public const string DefaultName = ".local";

    // Git takes nothing from a folder with this file, wherever the folder is, the file included.
    private const string Marker = ".gitignore";
    private const string MarkerText = "# Made by the command `local`, which writes this folder anew each time.\n*\n";
    private const string LockName = ".lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode PassableFolder = OwnerFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly FileStream held;

    private RunFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>Opens the folder empty, or makes it, and keeps other runs out of it.</summary>
    /// <exception cref="UserException">It holds what is not this command's, is in use, or cannot be written.</exception>
    public static RunFolder Open(string path) => Guarded(path, () =>
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !IsOurs(path))
            throw new UserException($"{path} is not empty, and this command did not make it. Choose another folder: --out DIR");
        MakeFolder(path);
        var folder = new RunFolder(path, Hold(path));
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().Where(entry => entry.Name != LockName))
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner) inner.Delete(recursive: true);
            else entry.Delete();
        }

        folder.Write(Marker, MarkerText);
        return folder;
    });

    /// <summary>Lets the next run have the folder. The files stay.</summary>
    public void Dispose() => held.Dispose();

    /// <summary>The absolute path of a file or folder in it.</summary>
    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Makes a folder in it.</summary>
    public string Make(params string[] names) => Guarded(At(names), () => MakeFolder(At(names)));

    /// <summary>Writes a file in it, with mode 0600 from its first moment.</summary>
    public void Write(string name, string text) => Guarded(At(name), () =>
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var file = new StreamWriter(At(name), options);
        file.Write(text);
        return name;
    });

    private static bool IsOurs(string path)
    {
        var marker = System.IO.Path.Combine(path, Marker);
        return File.Exists(marker) && File.ReadAllText(marker) == MarkerText;
    }

    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new UserException($"Another run uses {path}. End it, or choose another folder: --out DIR", error);
        }
    }

    // Started by root, the gateway's workers are another user: they have to get through to where they keep large bodies.
    private static string MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Environment.IsPrivilegedProcess ? PassableFolder : OwnerFolder);
        return path;
    }

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"Cannot write {path}: {error.Message}", error);
        }
    }
}

/// <summary>The ports of a run on 127.0.0.1, one after the other from a first one.</summary>
/// <param name="First">The load balancer's: where clients call.</param>
internal sealed record LocalPorts(int First)
{
    /// <summary>The highest first port: what follows has to fit.</summary>
    public const int Highest = 65_000;

    /// <summary>Where clients call.</summary>
    public int Balancer => First;

    /// <summary>The gateway.</summary>
    public int Gateway => First + 1;

    /// <summary>The gateway's status server.</summary>
    public int Status => First + 2;

    /// <summary>A service, by its place in the list.</summary>
    public int Service(int index) => First + 3 + index;

    /// <summary>Passes when the ports are free.</summary>
    /// <exception cref="UserException">Somebody does.</exception>
    public static void RequireFree(params IEnumerable<(int Port, string User)> ports)
    {
        foreach (var (port, user) in ports)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
            }
            catch (SocketException error)
            {
                throw new UserException(
                    $"Port {port} on 127.0.0.1, for the {user}, cannot be used: {Reason(error)}. Choose other ports with --port, or end what uses it.", error);
            }
        }
    }

    private static string Reason(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another program listens there",
        SocketError.AccessDenied => "ports below 1024 are for root",
        _ => error.Message,
    };
}

/// <summary>What the screen says: how to call what runs, as lines to paste.</summary>
internal static class Instructions
{
    private const string Path = "/v1/whoami";

    /// <summary>Writes the files that the lines name.</summary>
    public static void WriteFiles(LocalRun run)
    {
        run.Folder.Make("clients");
        foreach (var client in run.Stack.Clients)
        {
            run.Folder.Write(System.IO.Path.Combine("clients", $"{client.Name}.pem"), client.CertificatePem);
            run.Folder.Write(System.IO.Path.Combine("clients", $"{client.Name}.key"), client.KeyPem);
        }

        run.Folder.Write("edge.pem", run.Certificate.CertificatePem);
        run.Folder.Write("ca.pem", run.Stack.CaBundle);
    }

    /// <summary>What a reader has to know before anything is started.</summary>
    public static void ShowNotes(LocalRun run)
    {
        foreach (var service in run.Stack.Services)
        {
            if (!run.HasImage(service.Name))
                run.Console.WriteLine($"! {service.Name}: there is no {System.IO.Path.Combine(run.ImageFolder(service.Name), "Dockerfile")}, so it does not run and its paths answer 502.", Styles.Warning);
            if (!service.UnknownSecrets.IsEmpty)
                run.Console.WriteLine($"! {service.Name} starts without {string.Join(", ", service.UnknownSecrets)}: no file holds the value. Set an environment variable of that name to give one.", Styles.Warning);
        }

    }

    /// <summary>The lines to paste.</summary>
    /// <param name="run">What runs.</param>
    /// <param name="heading">What is said above them.</param>
    public static void Show(LocalRun run, string heading)
    {
        var (console, folder, port) = (run.Console, run.Folder, run.Ports.Balancer);
        var url = $"https://127.0.0.1:{port}{Path}";
        var edge = $"curl --cacert {Quoted(folder.At("edge.pem"))}";
        console.WriteLine();
        console.WriteLine(heading, Styles.Heading);
        console.WriteLine();
        console.WriteLine("With a client certificate: 200, and who you are", Styles.Muted);
        console.WriteLine($"  {edge} {Credential(folder, LocalStack.Developer)} {url}", Styles.Value);
        console.WriteLine(run.Stack.Listener.Verifies
            ? "Without one: the load balancer ends the connection, without an answer"
            : "Without one: the gateway answers 403", Styles.Muted);
        console.WriteLine($"  {edge} {url}", Styles.Value);
        if (run.Stack.Listener.Verifies)
        {
            console.WriteLine("Without one, past the load balancer: the gateway checks for itself and answers 403", Styles.Muted);
            console.WriteLine($"  curl --cacert {Quoted(folder.At("ca.pem"))} --resolve {Gateway(run)}:127.0.0.1 https://{Gateway(run)}{Path}", Styles.Value);
        }

        var others = run.Stack.Clients.Where(client => client.Name != LocalStack.Developer).Select(client => client.Name).ToList();
        if (others.Count > 0)
            console.WriteLine($"Clients of the registry, each with its own paths: {string.Join(", ", others)} (in {folder.At("clients")})", Styles.Muted);
        console.WriteLine();
    }

    private static string Credential(RunFolder folder, string client) =>
        $"--cert {Quoted(folder.At("clients", $"{client}.pem"))} --key {Quoted(folder.At("clients", $"{client}.key"))}";

    // The name in the gateway's own certificate.
    private static string Gateway(LocalRun run) => $"{run.Stack.GatewayHost}:{run.Ports.Gateway}";

    private static string Quoted(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || "/._-".Contains(character)) ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
