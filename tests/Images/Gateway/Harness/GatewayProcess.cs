using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>The real Nginx, started by the image's own entry point as an unprivileged user.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    private const int Hangup = 1, Quit = 3;
    private static readonly HttpClient Http = new();
    private readonly GatewayEnvironment environment;
    private readonly RunningProcess process;

    private GatewayProcess(GatewayEnvironment environment, string directory, RunningProcess process)
    {
        this.environment = environment;
        Directory = directory;
        this.process = process;
    }

    public int Port => environment.Port;

    /// <summary>The runtime directory.</summary>
    public string Directory { get; }

    /// <summary>The address at which the status server listens, as the kernel knows it.</summary>
    public string StatusAddress => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
        .Single(listener => listener.Port == environment.StatusPort).Address.ToString();

    /// <summary>Everything that it wrote, for the message of a failing test.</summary>
    public RunningProcess Process => process;

    /// <summary>The process ids of Nginx's workers.</summary>
    public IReadOnlyList<int> Workers =>
        [.. File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    /// <summary>Starts the gateway and waits until the load balancer's health check passes.</summary>
    public static async Task<GatewayProcess> Start(
        GatewayEnvironment environment, Func<string, IReadOnlyList<string>>? command = null)
    {
        var gateway = Launch(environment, command);
        await gateway.process.WaitUntil(async _ => await gateway.IsHealthy());
        return gateway;
    }

    /// <summary>Starts the gateway, or what is left of it when the environment is at fault.</summary>
    public static GatewayProcess Launch(GatewayEnvironment environment, Func<string, IReadOnlyList<string>>? command = null)
    {
        GatewayImage.Require();
        var directory = System.IO.Directory.CreateTempSubdirectory("gateway-run-").FullName;
        environment.Values["GATEWAY_RUNTIME_DIRECTORY"] = directory;
        return new(environment, directory, RunningProcess.Start((command ?? Command)(directory), environment.Values));
    }

    /// <summary>The gateway's own view of itself.</summary>
    public async Task<JsonElement> Status() => JsonDocument.Parse(
        await Http.GetStringAsync($"http://127.0.0.1:{environment.StatusPort}/status", TestContext.Current.CancellationToken)).RootElement;

    /// <summary>Sends one request on a connection of its own.</summary>
    public async Task<HttpMessage> Get(string target, params (string Name, string Value)[] headers)
    {
        await using var connection = await GatewayConnection.Open(Port);
        return await connection.Send("GET", target, headers);
    }

    /// <summary>Sends one request of a client.</summary>
    public Task<HttpMessage> Get(string target, Credential client) =>
        Get(target, (GatewayEnvironment.Header, AlbHeader.Of(client)));

    /// <summary>The access log's entry for an answer. The log is written within a second.</summary>
    public async Task<JsonElement> LogOf(HttpMessage answer)
    {
        var id = answer.Value("X-Request-Id") ?? throw new InvalidOperationException("The answer has no X-Request-Id.");
        string? line = null;
        await process.WaitUntil(_ => Task.FromResult(
            (line = process.Output.FirstOrDefault(entry => entry.Contains($"\"requestId\":\"{id}\"", StringComparison.Ordinal))) is not null));
        return JsonDocument.Parse(line!).RootElement;
    }

    /// <summary>Writes a file of the runtime directory anew; null removes it. A reload takes it in.</summary>
    public void Replace(string file, string? text)
    {
        var path = Path.Combine(Directory, file);
        if (text is null)
        {
            File.Delete(path);
            return;
        }
        // Nginx's user owns the directory; the file has to be readable for it when the test runs as root.
        File.WriteAllText(path + ".new", text);
        Permissions.Set(path + ".new", Permissions.EverybodyReads);
        File.Move(path + ".new", path, true);
    }

    /// <summary>Tells Nginx to read its configuration again and waits until the workers that knew the old one are gone.</summary>
    public async Task Reload()
    {
        var old = Workers;
        process.Signal(Hangup);
        await process.WaitUntil(_ => Task.FromResult(!Workers.Intersect(old).Any() && Workers.Count > 0));
    }

    /// <summary>Tells Nginx to read its configuration again.</summary>
    public void SignalReload() => process.Signal(Hangup);

    /// <summary>Stops the gateway as ECS does, with the image's stop signal.</summary>
    public void SignalStop()
    {
        Assert.Equal("SIGQUIT", GatewayImage.Dockerfile.Value("STOPSIGNAL"));
        process.Signal(Quit);
    }

    /// <summary>Waits for the end of the process.</summary>
    public Task<int> WaitForExit(TimeSpan? patience = null) => process.WaitForExit(patience);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        System.IO.Directory.Delete(Directory, true);
    }

    private async Task<bool> IsHealthy()
    {
        try
        {
            return (await Get("/-/health")).Status == 200;
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }

    // A container's runtime gives the standard streams and the tmpfs to the container's user; so does this.
    private static IReadOnlyList<string> Command(string directory) => Environment.IsPrivilegedProcess
        ? ["/bin/sh", "-c", """chown "$0" "$1" /proc/self/fd/1 /proc/self/fd/2 && shift && exec "$@" """,
            Unprivileged.UserId.ToString(CultureInfo.InvariantCulture), directory, .. Unprivileged.Command(GatewayImage.Command)]
        : GatewayImage.Command;
}
