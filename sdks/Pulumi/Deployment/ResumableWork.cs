namespace Pulumi;

/// <summary>
/// Work that runs at once as far as it can, and goes on when what it waits for has completed. It is no async method: those
/// are compiled at run time, which would cost more than all of the work where nothing makes it wait.
/// </summary>
internal abstract class ResumableWork
{
    /// <summary>Starts the work; the deployment waits for it and fails with its error.</summary>
    public void Start(InFlight inFlight)
    {
        Task? wait;
        try
        {
            wait = Advance();
        }
#pragma warning disable CA1031 // The deployment reports every exception.
        catch (Exception error)
        {
            Fail(error);
            inFlight.Report(error);
            return;
        }
#pragma warning restore CA1031

        if (wait is not null)
            inFlight.Add(FinishAsync(wait));
    }

    /// <summary>Goes on where the work stopped. Gives what it waits for, or null when it has ended.</summary>
    protected abstract Task? Advance();

    /// <summary>Tells those who wait for a result that there is none.</summary>
    protected virtual void Fail(Exception error)
    {
    }

    private async Task FinishAsync(Task? wait)
    {
        try
        {
            while (wait is not null)
            {
                await wait.ConfigureAwait(false);
                wait = Advance();
            }
        }
        catch (Exception error)
        {
            Fail(error);
            throw;
        }
    }
}
