using System.Diagnostics;

namespace SecureApi.Cli.Init;

/// <summary>The tools of the machine, by which the checklist looks: read-only calls, each with a time limit.</summary>
/// <param name="path">Where programs are looked for: the value of <c>PATH</c>.</param>
/// <param name="folder">The folder in which they are started.</param>
internal sealed class Tools(string? path, string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command and returns what it wrote, without the line's end.</summary>
    /// <param name="problem">Why there is no answer; empty when there is one.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Null when the program is not installed, fails or takes too long.</returns>
    public string? Run(out string problem, string program, params string[] arguments)
    {
        var file = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? $"{program}.exe" : program)).FirstOrDefault(File.Exists);
        if (file is null)
        {
            problem = $"{program} is not installed";
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            problem = $"{program} did not answer in {Patience.TotalSeconds:0} seconds";
            return null;
        }

        problem = process.ExitCode == 0 ? "" : $"{program}: {errors.Result.Trim().Split('\n')[^1]}";
        return process.ExitCode == 0 ? output.Result.Trim() : null;
    }
}
