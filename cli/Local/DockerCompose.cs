using System.ComponentModel;
using System.Diagnostics;

namespace SecureApi.Cli.Local;

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
