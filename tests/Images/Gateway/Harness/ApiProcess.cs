using System.Globalization;
using System.Net.Sockets;
using SecureApi.Cli.Local;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>The real API, started as its image starts it.</summary>
public static class ApiProcess
{
    private static readonly Dockerfile Image = Dockerfile.Read(RepositoryFiles.At("images", "api", "Dockerfile"));
    private static readonly Lazy<ImageFiles> Files = new(() => new ImageFiles(Image));

    /// <summary>Starts the API at an address and waits until it accepts connections.</summary>
    public static async Task<RunningProcess> Start(string address, int port, IReadOnlyDictionary<string, string>? settings = null)
    {
        Requires.Packages("python3-fastapi python3-uvicorn", "/usr/bin/python3", "/usr/lib/python3/dist-packages/fastapi", "/usr/lib/python3/dist-packages/uvicorn");
        var environment = new Dictionary<string, string>(Image.Environment)
        {
            ["API_HOST"] = address,
            ["API_PORT"] = port.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) environment[name] = value;
        var process = RunningProcess.Start(Unprivileged.Command(Image.Command), environment, Files.Value.WorkingDirectory);
        await process.WaitUntil(_ => Accepts(address, port));
        return process;
    }

    private static async Task<bool> Accepts(string address, int port)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
