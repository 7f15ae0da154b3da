using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SecureApi.Cli.Commands;
using Spectre.Console;

namespace SecureApi.Cli.Local;

/// <summary>
/// Starts children, shows what they write, and stops all of them when the run is asked to end or one of them does.
/// </summary>
/// <remarks>
/// It works only on the caller's thread. Linux ties a child's parent-death signal to the thread that started it; that thread
/// must not end before the child.
/// </remarks>
internal sealed class Supervisor(IAnsiConsole console, CancellationToken stop)
{
    private const int LastLines = 15;
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(100);

    // Ctrl-C reaches the children as well: who ends in the same moment has not failed.
    private static readonly TimeSpan Coincidence = TimeSpan.FromMilliseconds(500);

    private readonly BlockingCollection<(ChildProcess Child, string? Line)> events = [];
    private readonly Dictionary<Child, Queue<string>> last = [];

    /// <summary>Runs the children until <c>stop</c>.</summary>
    /// <param name="children">What to start, in this order.</param>
    /// <param name="ready">Called once, when all their ports are open.</param>
    /// <exception cref="UserException">A child cannot be started, or has exited.</exception>
    public void Run(IReadOnlyList<Child> children, Action ready)
    {
        var width = children.Max(child => child.Name.Length);
        var started = new List<ChildProcess>();
        try
        {
            foreach (var child in children)
            {
                last[child] = new Queue<string>();
                started.Add(ChildProcess.Start(child, (source, line) => events.Add((source, line)), source => events.Add((source, null))));
            }

            var waiting = children.Where(child => child.Port is not null).ToList();
            while (!stop.IsCancellationRequested)
            {
                if (events.TryTake(out var happened, ProbeInterval)) Handle(happened.Child, happened.Line, width);
                if (waiting.Count == 0) continue;
                waiting.RemoveAll(child => IsOpen(child.Port!.Value));
                if (waiting.Count == 0) ready();
            }
        }
        finally
        {
            StopAll(started, width);
        }
    }

    private void Handle(ChildProcess child, string? line, int width)
    {
        if (line is null)
        {
            if (stop.WaitHandle.WaitOne(Coincidence)) return;
            ShowAll(width);
            throw new UserException(string.Join('\n', last[child.Child].Prepend(
                $"{child.Child.Name} ended by itself with exit code {child.ExitCode}, so the run ends. Its last lines:")));
        }

        Show(child.Child, line, width);
    }

    private void ShowAll(int width)
    {
        while (events.TryTake(out var happened))
        {
            if (happened.Line is { } line) Show(happened.Child.Child, line, width);
        }
    }

    private void Show(Child child, string line, int width)
    {
        var lines = last[child];
        lines.Enqueue($"  {line}");
        if (lines.Count > LastLines) lines.Dequeue();
        console.Write($"{child.Name.PadRight(width)} | ", Styles.Muted);
        console.WriteLine(line);
    }

    private void StopAll(List<ChildProcess> started, int width)
    {
        foreach (var child in started) child.AskToEnd();
        foreach (var child in started) child.WaitOrKill();
        ShowAll(width);
        foreach (var child in started) child.Dispose();
    }

    private static bool IsOpen(int port)
    {
        using var probe = new TcpClient();
        try
        {
            probe.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>A program that a run starts and watches.</summary>
internal sealed record Child
{
    /// <summary>The name in front of its lines.</summary>
    public required string Name { get; init; }

    /// <summary>Program and arguments.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Its whole environment; null for this process's own. Not to be shown.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Where it is started.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether it leads a separate process group, so that its children can be ended with it.</summary>
    public bool LeadsGroup { get; init; }

    /// <summary>The port that it opens when it is ready; null when readiness does not matter.</summary>
    public int? Port { get; init; }

    /// <summary>How long it may take to stop before it is killed.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Never the environment.</summary>
    public override string ToString() => Name;
}

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
    /// <exception cref="UserException">The program cannot be started.</exception>
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
            throw new UserException($"Cannot start {child.Name} ({child.Command[0]}): {error.Message}", error);
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
