using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Local;

/// <summary>The whole thing with the installed Nginx and Python: certificates, load balancer, gateway, API.</summary>
public sealed class PackagedRunTests(PackagedRunTests.SharedRun shared) : IClassFixture<PackagedRunTests.SharedRun>
{
    private const string Developer = "local-developer";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OfTheDevStack_AnswersWhoHasACertificateAndNobodyElse()
    {
        var session = await shared.Start();

        var (status, body) = await session.Get("/v1/whoami", Developer);
        Assert.Equal((HttpStatusCode.OK, $"CN={Developer}"), (status, JsonDocument.Parse(body).RootElement.GetProperty("subject").GetString()));
        await Assert.ThrowsAsync<HttpRequestException>(() => session.Get("/v1/whoami"));
        using var past = session.Client($"https://gateway.dev.secure-api.internal:{session.Port + 1}", "ca.pem", null);
        Assert.Equal(HttpStatusCode.Forbidden, (await past.GetAsync("/v1/whoami", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Run_OfTheProdStack_KeepsItsRules()
    {
        await using var session = await LocalSession.Start("--stack", "prod");

        Assert.Equal(HttpStatusCode.OK, (await session.Get("/v1/whoami", Developer)).Status);
        Assert.Equal(HttpStatusCode.OK, (await session.Get("/health", "smoke-test")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await session.Get("/v1/whoami", "smoke-test")).Status);
        Assert.Equal((HttpStatusCode.NotFound, "Not found"), await session.Get("/-/health", Developer));
    }

    [Fact]
    public async Task Run_InPassthroughMode_LeavesTheRefusalToTheGateway()
    {
        var project = Directory.CreateTempSubdirectory("project-");
        File.Copy(RepositoryFiles.At("Pulumi.yaml"), Path.Combine(project.FullName, "Pulumi.yaml"));
        File.WriteAllText(Path.Combine(project.FullName, "Pulumi.test.yaml"), File.ReadAllText(RepositoryFiles.At("Pulumi.dev.yaml"))
            .Replace("secure-api:mtls:\n", "secure-api:mtls:\n    mode: passthrough\n", StringComparison.Ordinal));
        await using var session = await LocalSession.Start("--directory", project.FullName, "--stack", "test");

        Assert.Equal(HttpStatusCode.OK, (await session.Get("/v1/whoami", Developer)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await session.Get("/v1/whoami")).Status);
        project.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_ClientThatSendsTheHeaderItself_IsRefused()
    {
        var session = await shared.Start();
        var header = File.ReadAllText(Path.Combine(session.Folder, "balancer", "nginx.conf")).Split('"').First(word => word.StartsWith("X-Mtls-Cert-", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, (await session.Get("/v1/whoami", Developer, (header, "anything"))).Status);
    }

    [Fact]
    public async Task Run_Listens_On127001Alone()
    {
        var session = await shared.Start();
        var ports = Enumerable.Range(session.Port, 4).ToHashSet();

        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => ports.Contains(listener.Port)).ToList();

        Assert.Equal(ports.Order(), listeners.Select(listener => listener.Port).Order());
        Assert.All(listeners, listener => Assert.Equal(IPAddress.Loopback, listener.Address));
    }

    [Fact]
    public async Task Run_Stopped_LeavesNoProcessAndNoPort()
    {
        await using var session = await LocalSession.Start();
        int[] processes = [session.ProcessOf("gateway"), session.ProcessOf("balancer")];
        Assert.All(processes, process => Assert.True(Directory.Exists($"/proc/{process}")));

        Assert.Equal(0, await session.End());

        Assert.All(processes, process => Assert.False(Directory.Exists($"/proc/{process}")));
        Assert.All(Enumerable.Range(session.Port, 4), port => Assert.True(FreePort.IsFree(port)));
        Assert.EndsWith("Stopped.\n", session.Output);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task Run_GivenASignal_EndsCleanly(int signal)
    {
        LocalSession.Require();
        var (port, parent) = (FreePort.Following(4), Directory.CreateTempSubdirectory("local-"));
        var host = Path.GetFullPath("../../../dotnet", System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory());
        var variables = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["HOME"] = parent.FullName };
        await using var process = RunningProcess.Start(
            [host, Path.Combine(AppContext.BaseDirectory, "secure-api.dll"), "local", "--with", "packages", "--port", port.ToString(CultureInfo.InvariantCulture), "--out", Path.Combine(parent.FullName, "run")],
            variables);
        await process.WaitUntil(running => Task.FromResult(running.Output.Any(line => line.Contains("until Ctrl-C", StringComparison.Ordinal))));

        process.Signal(signal);

        Assert.Equal(0, await process.WaitForExit());
        Assert.All(Enumerable.Range(port, 4), each => Assert.True(FreePort.IsFree(each)));
        parent.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_WithAChildThatDies_EndsWithItsLastLines()
    {
        await using var session = await LocalSession.Start();

        // Its workers stay behind, and have to be ended too.
        System.Diagnostics.Process.GetProcessById(session.ProcessOf("gateway")).Kill();

        Assert.Equal(1, await session.Ended());
        Assert.StartsWith("gateway ended by itself with exit code 137, so the run ends. Its last lines:\n  ", session.Errors);
        Assert.DoesNotContain("   at ", session.Errors);
        Assert.All(Enumerable.Range(session.Port, 4), port => Assert.True(FreePort.IsFree(port)));
    }

    [Fact]
    public async Task Files_OfARun_AreTheOwnersAloneAndUnseenByGit()
    {
        var session = await shared.Start();

        var files = Directory.EnumerateFiles(session.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ".lock" and not "nginx.pid").ToList();
        Assert.Contains(Path.Combine(session.Folder, "clients", $"{Developer}.key"), files);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Permissions.Get(file)));
        Assert.Contains("*", File.ReadAllLines(Path.Combine(session.Folder, ".gitignore")));
        Assert.DoesNotContain("PRIVATE KEY", session.Output);
    }

    [Fact]
    public async Task Instructions_OfARun_AreLinesThatWork()
    {
        Requires.Packages("curl", "/usr/bin/curl");
        var session = await shared.Start();
        var lines = session.Output.Split('\n').Where(line => line.StartsWith("  curl ", StringComparison.Ordinal)).ToList();
        var answers = new List<string>();
        foreach (var line in lines)
        {
            await using var curl = RunningProcess.Start(["/bin/sh", "-c", $"{line} --silent --write-out ' %{{http_code}}'"], new Dictionary<string, string>());
            await curl.WaitForExit();
            answers.Add(curl.Output[^1][^3..]);
        }

        Assert.Equal(["200", "000", "403"], answers);
    }

    /// <summary>A run of the development stack for the tests that change nothing. It starts with the first that asks.</summary>
    public sealed class SharedRun : IAsyncDisposable
    {
        private LocalSession? session;

        internal async Task<LocalSession> Start() => session ??= await LocalSession.Start();

        /// <inheritdoc />
        public async ValueTask DisposeAsync()
        {
            if (session is not null) await session.DisposeAsync();
        }
    }
}
