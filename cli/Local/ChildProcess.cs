using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Local;

/// <summary>A started <see cref="Child"/>.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int Terminate = 15;
    private const int KillNow = 9;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Process process;

    private ChildProcess(Child child, Process process) => (Child, this.process) = (child, process);

    /// <summary>What was started.</summary>
    public Child Child { get; }

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Starts a child.</summary>
    /// <param name="child">What to start.</param>
    /// <param name="line">Gets each line that it writes; called by other threads.</param>
    /// <param name="ended">Called once. Lines may still follow.</param>
    /// <exception cref="CommandException">The program cannot be started.</exception>
    public static ChildProcess Start(Child child, Action<ChildProcess, string> line, Action<ChildProcess> ended)
    {
        var start = new ProcessStartInfo(child.Command[0], child.Command[1..])
        {
            WorkingDirectory = child.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (child.Environment is { } environment)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment) start.Environment[name] = value;
        }

        var started = new ChildProcess(child, new Process { StartInfo = start, EnableRaisingEvents = true });
        started.process.OutputDataReceived += (_, output) => Pass(output.Data);
        started.process.ErrorDataReceived += (_, output) => Pass(output.Data);
        started.process.Exited += (_, _) => ended(started);
        try
        {
            started.process.Start();
        }
        catch (Win32Exception error)
        {
            started.Dispose();
            throw new CommandException($"Cannot start {child.Name} ({child.Command[0]}): {error.Message}", error);
        }

        started.process.StandardInput.Close();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;

        void Pass(string? text)
        {
            if (text is not null) line(started, text);
        }
    }

    /// <summary>Asks it to end. Nothing happens when it has.</summary>
    public void AskToEnd()
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else _ = Kill(process.Id, Terminate);
    }

    /// <summary>Waits until it has ended, and kills it with all that it started when that takes too long.</summary>
    public void WaitOrKill()
    {
        if (!process.WaitForExit(Child.StopTime)) process.Kill(entireProcessTree: true);

        // Nginx's workers outlive a master that was killed.
        if (Child.LeadsGroup) _ = Kill(-process.Id, KillNow);
        process.WaitForExitAsync().Wait(LastWords);
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
