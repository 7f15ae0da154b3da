namespace Pulumi;

/// <summary>
/// Registers what the program declares, one after the other in the order of declaration, beside the program, which goes on.
/// What a registration needs was declared before it, so that in a program without tasks of its own nothing ever waits.
/// </summary>
internal sealed class RegistrationQueue(Deployment deployment) : IThreadPoolWorkItem
{
    private readonly object _gate = new();
    private readonly Queue<ResumableWork> _work = new();
    private bool _isRunning;

    public void Add(ResumableWork work)
    {
        lock (_gate)
        {
            _work.Enqueue(work);
            if (_isRunning)
                return;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// Blocks until everything has been started that was added. Nothing is waited for but computing: a task would need code
    /// in every caller above that is compiled at run time, which takes longer.
    /// </summary>
    public void WaitUntilEmpty()
    {
        lock (_gate)
        {
            while (_isRunning)
                Monitor.Wait(_gate);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        deployment.Enter();
        while (Next() is { } work)
            work.Start(deployment.InFlight);
    }

    private ResumableWork? Next()
    {
        lock (_gate)
        {
            if (_work.TryDequeue(out var work))
                return work;
            _isRunning = false;
            Monitor.PulseAll(_gate);
            return null;
        }
    }
}
