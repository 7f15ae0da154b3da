using System.Diagnostics;
using System.Net.Sockets;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>What the container promises from start to stop: no privilege, no trace of secrets, a clean end.</summary>
public sealed class LifecycleTests
{
    private static readonly TestAuthority Root = TestAuthority.Root();

    [Fact]
    public async Task Gateway_Running_HasNoSecretInItsEnvironment()
    {
        await using var gateway = await Start(1);

        foreach (var id in Processes(gateway)) Assert.Empty(await File.ReadAllBytesAsync($"/proc/{id}/environ", Cancel));
    }

    [Fact]
    public async Task Gateway_Running_HasNoCapabilityAndNoShell()
    {
        await using var gateway = await Start(1);

        foreach (var id in Processes(gateway))
        {
            var status = (await File.ReadAllLinesAsync($"/proc/{id}/status", Cancel))
                .Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim());
            Assert.Equal("nginx", status["Name"]);
            if (!Environment.IsPrivilegedProcess) continue;
            Assert.Equal("10001\t10001\t10001\t10001", status["Uid"]);
            Assert.All(["CapEff", "CapPrm", "CapBnd", "CapInh"], set => Assert.Equal("0000000000000000", status[set]));
            Assert.Equal("1", status["NoNewPrivs"]);
        }
    }

    [Fact]
    public async Task Gateway_Running_WritesToItsRuntimeDirectoryOnly()
    {
        await using var gateway = await Start(1);
        await gateway.Get("/", Root.Issue());

        foreach (var id in Processes(gateway))
            Assert.All(OpenForWriting(id), path => Assert.StartsWith(gateway.Directory, path));
    }

    [Fact]
    public async Task Gateway_RootFileSystemReadOnly_Starts()
    {
        Assert.SkipUnless(ReadOnlyRoot.IsAvailable, "This process may not make a mount namespace: run the tests as root.");
        await using var gateway = await GatewayProcess.Start(Describe(1), ReadOnlyRoot.Command);

        Assert.Equal(403, (await gateway.Get("/")).Status);
        Assert.Contains(await File.ReadAllLinesAsync($"/proc/{gateway.Process.Id}/mounts", Cancel),
            line => line.Split(' ') is [_, "/", _, var options, ..] && options.Split(',').Contains("ro"));
    }

    [Fact]
    public async Task Gateway_RuntimeDirectory_IsReadableByItsUserOnly()
    {
        await using var gateway = await Start(1);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

        Assert.All(Directory.EnumerateFileSystemEntries(gateway.Directory, "*", SearchOption.AllDirectories),
            entry => Assert.Equal(default, Permissions.Get(entry) & Others));
    }

    [Fact]
    public async Task HealthCheck_GatewayRunning_Passes()
    {
        var environment = Describe(1);
        await using var gateway = await GatewayProcess.Start(environment);

        Assert.Equal(0, await HealthCheck(environment));
    }

    [Fact]
    public async Task HealthCheck_NoGateway_Fails() => Assert.Equal(1, await HealthCheck(Describe(1)));

    [Fact]
    public async Task Gateway_StopSignal_EndsRequestsInProgressAndTakesNoNewOnes()
    {
        var port = FreePort.Next();
        var received = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var service = new EchoService(port)
        {
            Answer = async request =>
            {
                received.SetResult();
                await release.Task;
                return EchoService.Echo(request);
            },
        };
        await using var gateway = await Start(port);
        var inProgress = gateway.Get("/", Root.Issue());
        await received.Task;

        gateway.SignalStop();
        await gateway.Process.WaitUntil(async _ => await Refuses(gateway));
        release.SetResult();

        Assert.Equal(200, (await inProgress).Status);
        Assert.Equal(0, await gateway.WaitForExit());
    }

    [Fact]
    public async Task Gateway_RequestThatOutlastsTheDrain_IsCutBeforeTheStopTimeout()
    {
        var port = FreePort.Next();
        var received = new TaskCompletionSource();
        var testEnds = new TaskCompletionSource();
        await using var service = new EchoService(port)
        {
            Answer = async _ =>
            {
                received.SetResult();
                await testEnds.Task;
                return null;
            },
        };
        await using var gateway = await GatewayProcess.Start(Describe(port).With("GATEWAY_STOP_TIMEOUT_SECONDS", "10"));
        var inProgress = gateway.Get("/", Root.Issue());
        await received.Task;

        var watch = Stopwatch.StartNew();
        gateway.SignalStop();

        Assert.Equal(0, await gateway.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(4), $"The request was cut after {watch.Elapsed}, before the drain of 5 s ended.");
        await Assert.ThrowsAnyAsync<IOException>(() => inProgress);
        testEnds.SetResult();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<GatewayProcess> Start(int port) => GatewayProcess.Start(Describe(port));

    private static GatewayEnvironment Describe(int port) => new GatewayEnvironment(Root).WithService("echo", "127.0.0.1", port, "/");

    private static IEnumerable<int> Processes(GatewayProcess gateway) => gateway.Workers.Prepend(gateway.Process.Id);

    private static async Task<bool> Refuses(GatewayProcess gateway)
    {
        try
        {
            await gateway.Get("/-/health");
            return false;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<int> HealthCheck(GatewayEnvironment environment)
    {
        GatewayImage.Require();
        await using var check = RunningProcess.Start(Unprivileged.Command([GatewayImage.HealthCheck]), environment.Values);
        return await check.WaitForExit();
    }

    // Pipes, sockets and the like have no path; a file of the root file system has.
    private static IEnumerable<string> OpenForWriting(int process) =>
        from descriptor in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
        let target = new FileInfo(descriptor).LinkTarget
        where target is ['/', ..] && !target.StartsWith("/dev/", StringComparison.Ordinal)
        let flags = File.ReadLines($"/proc/{process}/fdinfo/{Path.GetFileName(descriptor)}").First(line => line.StartsWith("flags:", StringComparison.Ordinal))
        where flags[^1] is not '0'
        select target;
}
