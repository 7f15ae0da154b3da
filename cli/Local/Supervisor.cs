using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using SecureApi.Cli.Commands;
using Spectre.Console;

namespace SecureApi.Cli.Local;

/// <summary>
/// Starts children, shows what they write, and stops all of them when the run is asked to end or one of them does.
/// </summary>
/// <remarks>
/// It works on the caller's thread alone. Linux ties a child's parent-death signal to the thread that started it; that thread
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
    /// <exception cref="CommandException">A child cannot be started, or ended by itself.</exception>
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
            throw new CommandException(string.Join('\n', last[child.Child].Prepend(
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
