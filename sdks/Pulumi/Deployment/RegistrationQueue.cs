namespace Pulumi;

/// <summary>
/// Registers what the program declares, one after the other in the order of declaration, beside the program, which goes on.
/// What a registration needs was declared before it, so that in a program without tasks of its own nothing ever waits. The
/// deployment waits for it: a program that declares after an await would otherwise have ended too early.
/// </summary>
internal sealed class RegistrationQueue(Deployment deployment)
{
    /// <summary>How long the thread waits for a program that computes between two resources before it ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly Queue<ResumableWork> _work = new();
    private bool _hasThread;
    private bool _isWorking;

    public void Add(ResumableWork work)
    {
        lock (_gate)
        {
            _work.Enqueue(work);
            if (!_isWorking)
            {
                _isWorking = true;
                deployment.InFlight.Begin();
            }

            if (_hasThread)
            {
                Monitor.PulseAll(_gate);
                return;
            }

            _hasThread = true;
        }

        // A thread of its own: the first use of the thread pool costs more than a thread.
        new Thread(Run) { IsBackground = true, Name = "Pulumi registrations" }.Start();
    }

    /// <summary>
    /// Blocks until everything has been started that was added. Nothing is waited for but computing: a task would need code
    /// in every caller above that is compiled at run time, which takes longer.
    /// </summary>
    public void WaitUntilEmpty()
    {
        lock (_gate)
        {
            while (_isWorking)
                Monitor.Wait(_gate);
        }
    }

    private void Run()
    {
        deployment.Enter();
        while (Next() is { } work)
            work.Start(deployment.InFlight);
    }

    private ResumableWork? Next()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_work.TryDequeue(out var work))
                    return work;
                if (_isWorking)
                {
                    _isWorking = false;
                    deployment.InFlight.End(null);
                    Monitor.PulseAll(_gate);
                }

                if (Monitor.Wait(_gate, Patience) || _work.Count > 0)
                    continue;
                _hasThread = false;
                return null;
            }
        }
    }
}
