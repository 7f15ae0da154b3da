namespace Pulumi;

/// <summary>
/// Computes a state from others as soon as all of them have completed, on the thread that completes the last one: what is
/// registered next finds the result. The deployment waits for it.
/// </summary>
internal sealed class PendingComputation
{
    private readonly OutputState _result;
    private readonly OutputState[] _sources;
    private readonly Func<OutputState> _compute;
    private readonly InFlight? _inFlight = Deployment.Current?.InFlight;
    private int _completed;
    private OutputState? _computed;

    private PendingComputation(OutputState result, OutputState[] sources, Func<OutputState> compute)
        => (_result, _sources, _compute) = (result, sources, compute);

    public static void Start(OutputState result, OutputState[] sources, Func<OutputState> compute)
    {
        var computation = new PendingComputation(result, sources, compute);
        computation._inFlight?.Begin();
        computation.Advance();
    }

    private void Advance()
    {
        for (; _completed < _sources.Length; _completed++)
        {
            if (_sources[_completed].TryContinueWith(Advance))
                return;
        }

        _computed ??= OutputState.Guard(_compute);
        if (_computed.TryContinueWith(Advance))
            return;

        _result.Complete(_computed);
        _inFlight?.End(_computed.Error is { } error && OutputState.IsReported(error) ? error : null);
    }
}
