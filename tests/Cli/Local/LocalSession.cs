using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Local;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Local;

/// <summary>The command <c>local</c> in this process, with a folder and ports of its own.</summary>
internal sealed class LocalSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly CancellationTokenSource stop = new();
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("local-");
    private readonly LineWriter output = new();
    private readonly LineWriter errors = new();
    private readonly Task<int> command;

    private LocalSession(int port, IReadOnlyList<string> arguments, Func<string, string?>? variable)
    {
        Port = port;
        var host = new CommandHost
        {
            Out = output,
            Error = errors,
            Directory = RepositoryFiles.Root,
            ProgramDirectory = RepositoryFiles.Root,
            Variable = variable ?? (_ => null),
            IsTerminal = false,
            Stop = stop.Token,
        };
        string[] all = [.. arguments, "--port", $"{port}", "--out", Folder];

        // The command keeps its thread until the end.
        command = Task.Factory.StartNew(
            () => CommandLine.RunAsync(all, host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    private const string Heading = "until Ctrl-C";

    /// <summary>The load balancer's port.</summary>
    public int Port { get; }

    /// <summary>The folder of the run.</summary>
    public string Folder => Path.Combine(parent.FullName, "run");

    public string Output => output.ToString();

    public string Errors => errors.ToString();

    /// <summary>Starts the command, and waits until it says that the stack answers.</summary>
    public static async Task<LocalSession> Start(params string[] arguments)
    {
        Require();
        var session = Launch(["local", .. arguments, "--with", "packages"]);
        await session.WaitFor(Heading);

        // The instructions stand between this line and the second empty one after it.
        await session.WaitFor("the instructions", said => said[said.IndexOf(Heading, StringComparison.Ordinal)..].ReplaceLineEndings("\n").Split("\n\n").Length > 2);
        return session;
    }

    /// <summary>Starts the command.</summary>
    public static LocalSession Launch(IReadOnlyList<string> arguments, Func<string, string?>? variable = null, int? port = null) =>
        new(port ?? FreePort.Following(4), arguments, variable);

    /// <summary>Skips the test, or fails it in CI, when the machine lacks what the images install.</summary>
    public static void Require()
    {
        try
        {
            InstalledPackages.Require(Path.Exists);
        }
        catch (UserException missing)
        {
            Requires.That(false, missing.Message, InstalledPackages.Install);
        }
    }

    /// <summary>Waits until the command has written a text.</summary>
    public Task WaitFor(string text) => WaitFor(text, said => said.Contains(text, StringComparison.Ordinal));

    private async Task WaitFor(string text, Func<string, bool> isSaid)
    {
        var end = DateTime.UtcNow + Patience;
        while (!isSaid(Output))
        {
            Assert.False(command.IsCompleted, $"The command ended early.\n{Errors}\n{Output}");
            Assert.True(DateTime.UtcNow < end, $"Nothing said '{text}'.\n{Errors}\n{Output}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks the command to end, and gives its exit code.</summary>
    public Task<int> End()
    {
        stop.Cancel();
        return Ended();
    }

    /// <summary>Waits for the end, and gives the exit code.</summary>
    public Task<int> Ended() => command.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Sends a request to the load balancer as a client of the registry, or as nobody.</summary>
    public async Task<(HttpStatusCode Status, string Body)> Get(string path, string? client = null, params (string Name, string Value)[] headers)
    {
        using var http = Client($"https://127.0.0.1:{Port}", "edge.pem", client);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A client that trusts nothing but a file of the folder, and resolves every name to 127.0.0.1.</summary>
    public HttpClient Client(string address, string trusted, string? client)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(Path.Combine(Folder, trusted));
        handler.SslOptions.CertificateChainPolicy = policy;
        if (client is not null)
        {
            var file = Path.Combine(Folder, "clients", client);
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(
                X509Certificate2.CreateFromPemFile($"{file}.pem", $"{file}.key"), null, offline: true);
        }

        return new HttpClient(handler) { BaseAddress = new Uri(address) };
    }

    /// <summary>The process of an Nginx of the run: gateway or balancer.</summary>
    public int ProcessOf(string name) => int.Parse(File.ReadAllText(Path.Combine(Folder, name, "nginx.pid")), CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await command;
        stop.Dispose();
        parent.Delete(recursive: true);
    }

    // Written by the command's thread, read by the test's.
    private sealed class LineWriter : TextWriter
    {
        private readonly StringBuilder text = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (text) text.Append(value);
        }

        public override void Write(string? value)
        {
            lock (text) text.Append(value);
        }

        public override string ToString()
        {
            lock (text) return text.ToString();
        }
    }
}
