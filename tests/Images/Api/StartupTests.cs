using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Xunit;

namespace SecureApi.Tests.Images.Api;

/// <summary>Settings that do not fit stop the start, with one line for each fault.</summary>
public sealed class StartupTests
{
    private const int ConfigurationFault = 78;

    [Fact]
    public async Task Start_WithSeveralFaults_SaysEachOnceAndNoSecret()
    {
        await using var server = ApiServer.Launch(
            ("API_MAX_BODY_BYTES", "1 MB"),
            ("API_LOG_LEVEL", "chatty"),
            ("API_MAX_BODY_SIZE", "1"),
            ("API_WEBHOOK_KEYS", """{"acme":"confidential","other":["confidential too"]}"""));

        Assert.Equal(ConfigurationFault, await server.Process.WaitForExit());

        Assert.Equal(
            ["API_MAX_BODY_SIZE", "API_LOG_LEVEL", "API_MAX_BODY_BYTES", "API_WEBHOOK_KEYS", "API_WEBHOOK_KEYS"],
            server.Process.Output.Select(line => Message(line).Split(':')[0]));
        Assert.DoesNotContain("confidential", string.Concat(server.Process.Output), StringComparison.Ordinal);
        Assert.Empty(server.Process.Errors);
    }

    [Fact]
    public async Task Start_OnATakenPort_SaysSoAndEnds()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var server = ApiServer.Launch(("API_PORT", $"{port}"));

        Assert.Equal(1, await server.Process.WaitForExit());
        var error = Assert.Single(server.Process.Output, line => line.Contains("\"error\"", StringComparison.Ordinal) && line.Contains("\"level\":\"error\"", StringComparison.Ordinal));
        Assert.Contains("address already in use", Message(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithTheDefaults_ListensOnEveryAddress()
    {
        await using var server = await ApiServer.Start(("API_HOST", "0.0.0.0"));

        Assert.Contains(server.Process.Output, line => Message(line).Contains($"http://0.0.0.0:{server.Port}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_LeavesTheImagesFilesAsTheyAre()
    {
        await using var server = await ApiServer.Start();
        server.Process.Signal(ApiServer.Terminate);
        await server.Process.WaitForExit();

        Assert.Empty(Directory.EnumerateFileSystemEntries(ApiImage.Files.WorkingDirectory, "__pycache__", SearchOption.AllDirectories));
    }

    private static string Message(string line) => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()!;
}
