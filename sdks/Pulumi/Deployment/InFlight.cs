namespace Pulumi;

/// <summary>The work of a deployment that has not ended, and the exceptions that it met.</summary>
internal sealed class InFlight
{
    private readonly object _gate = new();
    private readonly List<Exception> _errors = [];
    private TaskCompletionSource<Exception[]>? _waiter;
    private int _count;

    /// <summary>Runs work that the deployment waits for.</summary>
    public void Add(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;
        Begin();
        _ = WatchAsync(task);
    }

    public void Begin()
    {
        lock (_gate)
        {
            _count++;
        }
    }

    public void End(Exception? error)
    {
        lock (_gate)
        {
            _count--;
            Note(error);
            Signal();
        }
    }

    /// <summary>Reports an exception of work that has no end of its own.</summary>
    public void Report(Exception error)
    {
        lock (_gate)
        {
            Note(error);
            Signal();
        }
    }

    /// <summary>Completes with the exceptions met, as soon as there are any, or with none when all work has ended.</summary>
    public Task<Exception[]> WhenIdleOrFailed()
    {
        lock (_gate)
        {
            if (_count == 0 || _errors.Count > 0)
                return Task.FromResult<Exception[]>([.. _errors]);
            _waiter = new TaskCompletionSource<Exception[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }

    /// <summary>One exception fails many outputs, and counts once.</summary>
    private void Note(Exception? error)
    {
        if (error is not null && !_errors.Contains(error))
            _errors.Add(error);
    }

    private void Signal()
    {
        if (_waiter is null || (_count > 0 && _errors.Count == 0))
            return;
        _waiter.SetResult([.. _errors]);
        _waiter = null;
    }

    private async Task WatchAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
            End(null);
        }
#pragma warning disable CA1031 // The deployment reports every exception.
        catch (Exception error)
        {
            End(error);
        }
#pragma warning restore CA1031
    }
}
