using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace SecureApi.Tests.Support;

/// <summary>
/// A process under test: its environment is exactly the one given, its output is kept line by line, and disposing
/// kills whatever is left of it.
/// </summary>
public sealed class RunningProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();

    private RunningProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote to standard output so far, one entry a line.</summary>
    public IReadOnlyList<string> Output => [.. output];

    /// <summary>What it wrote to standard error so far, one entry a line.</summary>
    public IReadOnlyList<string> Errors => [.. errors];

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>The process id: of the program itself when <see cref="Unprivileged"/> started it, since that one replaces itself.</summary>
    public int Id => process.Id;

    /// <summary>Starts <paramref name="command"/> (program and arguments) with nothing but <paramref name="environment"/>.</summary>
    public static RunningProcess Start(
        IEnumerable<string> command, IReadOnlyDictionary<string, string> environment, string? workingDirectory = null)
    {
        var words = command.ToArray();
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? RepositoryFiles.Root,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new RunningProcess(start);
    }

    /// <summary>Sends a POSIX signal, such as 15 for SIGTERM.</summary>
    public void Signal(int signal)
    {
        if (Kill(process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} did not reach process {process.Id} (errno {Marshal.GetLastPInvokeError()}).\n{this}");
    }

    /// <summary>Waits for the end and gives the exit code; output is complete then.</summary>
    /// <exception cref="TimeoutException">It still runs after <paramref name="patience"/> (30 s unless given).</exception>
    public async Task<int> WaitForExit(TimeSpan? patience = null)
    {
        using var limit = Limit(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Process {process.Id} still runs.\n{this}");
        }
        return process.ExitCode;
    }

    /// <summary>Waits until <paramref name="ready"/> holds, asking every 20 ms.</summary>
    /// <exception cref="InvalidOperationException">The process ended first.</exception>
    /// <exception cref="TimeoutException">It did not hold within <paramref name="patience"/> (30 s unless given).</exception>
    public async Task WaitUntil(Func<RunningProcess, Task<bool>> ready, TimeSpan? patience = null)
    {
        using var limit = Limit(patience);
        while (!await ready(this))
        {
            if (process.HasExited) throw new InvalidOperationException($"Process {process.Id} ended early.\n{this}");
            if (limit.IsCancellationRequested) throw new TimeoutException($"Process {process.Id} did not get ready.\n{this}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The command and all output: for the message of a failing test.</summary>
    public override string ToString() =>
        $"""
        command: {process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}
        exit code: {(process.HasExited ? process.ExitCode : "none, it runs")}
        standard output:
        {string.Join('\n', output)}
        standard error:
        {string.Join('\n', errors)}
        """;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static CancellationTokenSource Limit(TimeSpan? patience)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? Patience);
        return limit;
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
