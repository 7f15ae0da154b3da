namespace Pulumi;

/// <summary>
/// What an output knows: its value, whether that is known and secret, and the resources it came from. It is not generic,
/// so that one compiled body serves every <see cref="Output{T}"/>, and it needs no task unless somebody has to wait.
/// </summary>
internal sealed class OutputState
{
    private static readonly Continuation Completed = new(() => { }, next: null);
    private static readonly OutputState NoValue = new(null, ResourceSet.Empty, isKnown: true, isSecret: false);

    /// <summary>What runs when the state completes, the latest first; <see cref="Completed"/> from then on.</summary>
    private volatile Continuation? _continuations;

    public OutputState(object? value, ResourceSet resources, bool isKnown, bool isSecret)
    {
        Value = value;
        Resources = resources;
        IsKnown = isKnown;
        IsSecret = isSecret;
        _continuations = Completed;
    }

    private OutputState(ResourceSet resources) => Resources = resources;

    /// <summary>The value; null stands for the type's default.</summary>
    public object? Value { get; private set; }

    public ResourceSet Resources { get; private set; }

    public bool IsKnown { get; private set; }

    public bool IsSecret { get; private set; }

    /// <summary>Why there is no value, or null.</summary>
    public Exception? Error { get; private set; }

    public bool IsCompleted => _continuations == Completed;

    /// <summary>Whether the state has completed; its error, if any, is thrown.</summary>
    public bool IsReady()
    {
        if (!IsCompleted)
            return false;
        return Error is null ? true : throw Error;
    }

    public static OutputState Of(object? value)
        => value is null ? NoValue : new OutputState(value, ResourceSet.Empty, isKnown: true, isSecret: false);

    public static OutputState Pending(ResourceSet resources) => new(resources);

    /// <summary>A failed output. The deployment that is running, if any, fails with it.</summary>
    public static OutputState Failed(Exception error)
    {
        var state = new OutputState(null, ResourceSet.Empty, isKnown: false, isSecret: false) { Error = error };
        if (IsReported(error))
            Deployment.Current?.InFlight.Report(error);
        return state;
    }

    /// <summary>The output of a task, which may still be running.</summary>
    public static OutputState FromTask(Task task, Func<Task, object?> result, bool isSecret)
    {
        if (task.IsCompletedSuccessfully)
            return new OutputState(result(task), ResourceSet.Empty, isKnown: true, isSecret);

        var state = Pending(ResourceSet.Empty);
        _ = state.FollowAsync(task, () => new OutputState(result(task), ResourceSet.Empty, isKnown: true, isSecret));
        return state;
    }

    /// <summary>Computes a state from others, at once when all of them have completed.</summary>
    public static OutputState After(OutputState[] sources, Func<OutputState> compute)
    {
        foreach (var source in sources)
        {
            if (!source.IsCompleted)
            {
                var state = Pending(ResourceSet.Empty);
                PendingComputation.Start(state, sources, compute);
                return state;
            }
        }

        return Guard(compute);
    }

    public OutputState With(object? value) => new(value, Resources, IsKnown, IsSecret);

    public OutputState WithSecret(bool isSecret)
        => Error is null ? new OutputState(Value, Resources, IsKnown, isSecret) : this;

    public OutputState WithResources(ResourceSet resources)
        => Error is null ? new OutputState(Value, Resources.Union(resources), IsKnown, IsSecret) : this;

    /// <summary>What an output derived from this one is when the derivation must not run.</summary>
    public OutputState Skipped()
        => Error is null ? new OutputState(null, Resources, isKnown: false, IsSecret) : this;

    /// <summary>Adds what <paramref name="outer"/> brings: its resources and its secretness.</summary>
    public OutputState Inside(OutputState outer)
    {
        if (!IsCompleted)
            return After([this], () => Inside(outer));
        if (Error is not null || (outer.Resources.IsEmpty && !outer.IsSecret))
            return this;
        return new OutputState(Value, outer.Resources.Union(Resources), IsKnown, IsSecret || outer.IsSecret);
    }

    public void Resolve(object? value, bool isKnown, bool isSecret)
    {
        if (IsCompleted)
            return;
        (Value, IsKnown, IsSecret) = (value, isKnown, isSecret);
        Publish();
    }

    public void Fail(Exception error)
    {
        if (IsCompleted)
            return;
        Error = error;
        Publish();
    }

    /// <summary>Takes over what another state knows, which has completed.</summary>
    public void Complete(OutputState other)
    {
        (Resources, Error) = (other.Resources, other.Error);
        (Value, IsKnown, IsSecret) = (other.Value, other.IsKnown, other.IsSecret);
        Publish();
    }

    /// <summary>Runs an action when the state completes; false, without running it, when it has completed.</summary>
    public bool TryContinueWith(Action action)
    {
        var continuation = new Continuation(action, _continuations);
        while (continuation.Next != Completed)
        {
            var first = Interlocked.CompareExchange(ref _continuations, continuation, continuation.Next);
            if (first == continuation.Next)
                return true;
            continuation.Next = first;
        }

        return false;
    }

    /// <summary>Completes, without an error, when this state has completed either way.</summary>
    public Task WhenCompleted()
    {
        var completion = new TaskCompletionSource();
        return TryContinueWith(completion.SetResult) ? completion.Task : Task.CompletedTask;
    }

    private void Publish()
    {
        // They run in the order in which they came.
        Continuation? first = null;
        for (var latest = Interlocked.Exchange(ref _continuations, Completed); latest is not null;)
            (latest.Next, first, latest) = (first, latest, latest.Next);
        for (; first is not null; first = first.Next)
            first.Action();
    }

    /// <summary>A cancelled output has no value, but does not fail the run by itself.</summary>
    public static bool IsReported(Exception error) => error is not OperationCanceledException;

    public static OutputState Guard(Func<OutputState> compute)
    {
        try
        {
            return compute();
        }
#pragma warning disable CA1031 // An output captures every exception; the deployment reports it.
        catch (Exception error)
        {
            return Failed(error);
        }
#pragma warning restore CA1031
    }

    private async Task FollowAsync(Task task, Func<OutputState> compute)
    {
        var inFlight = Deployment.Current?.InFlight;
        inFlight?.Begin();
        Exception? reported = null;
        try
        {
            await task.ConfigureAwait(false);
            Complete(compute());
        }
#pragma warning disable CA1031 // An output captures every exception; the deployment reports it.
        catch (Exception error)
        {
            Fail(error);
            reported = IsReported(error) ? error : null;
        }
#pragma warning restore CA1031

        inFlight?.End(reported);
    }

    private sealed class Continuation(Action action, Continuation? next)
    {
        public Action Action { get; } = action;

        public Continuation? Next { get; set; } = next;
    }
}
