using System.Runtime.CompilerServices;

namespace Pulumi;

/// <summary>A value that may be known only later: a property of a resource, or something computed from one.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class Output<T> : IOutput
{
    /// <summary>A field, for there would be a getter to compile for every type of value.</summary>
    internal readonly OutputState State;

    internal Output(OutputState state) => State = state;

    OutputState IOutput.State
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => State;
    }

    /// <summary>Makes an output of a task.</summary>
    /// <param name="value">The task.</param>
#pragma warning disable CA1000 // The published API has this static member on a generic type.
    public static Output<T> Create(Task<T> value)
#pragma warning restore CA1000
        => new(FromTask(value, isSecret: false));

    [MethodImpl(MethodImplOptions.NoInlining)]
    IOutput IOutput.Create(OutputState state) => new Output<T>(state);

    /// <summary>Runs a function on the value when it is known. An exception fails the new output.</summary>
    /// <param name="func">The function.</param>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func)
    {
        var state = State;
        if (!state.IsCompleted)
            return ApplyLater(func);
        if (!state.IsKnown)
            return new Output<TResult>(state.Skipped());

        try
        {
            return new Output<TResult>(state.With(func(Read(state))));
        }
#pragma warning disable CA1031 // An output captures every exception; the deployment reports it.
        catch (Exception error)
        {
            return new Output<TResult>(OutputState.Failed(error));
        }
#pragma warning restore CA1031
    }

    /// <summary>Runs an asynchronous function on the value when it is known.</summary>
    /// <param name="func">The function.</param>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func)
        => Bind(value => Output.Create(func(value)));

    /// <summary>Runs a function that gives an input on the value when it is known.</summary>
    /// <param name="func">The function.</param>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func)
        => Bind(value => func(value).ToOutput());

    /// <summary>Runs a function that gives an output on the value when it is known.</summary>
    /// <param name="func">The function.</param>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func)
        => Bind(func);

    /// <summary>Runs an asynchronous action on the value when it is known.</summary>
    /// <param name="func">The action.</param>
    public Output<ValueTuple> Apply(Func<T, Task> func)
        => Bind(value => new Output<ValueTuple>(OutputState.FromTask(func(value), _ => default(ValueTuple), isSecret: false)));

    /// <summary>Runs a function on the value, as an object, when it is known.</summary>
    /// <param name="func">The function.</param>
    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func)
        => Bind(value => func(value));

    /// <summary>An output has no text: warns, and gives a text that says how to use the value.</summary>
    public override string ToString()
    {
        var message = string.Join(
            Environment.NewLine,
            "Calling [ToString] on an [Output<T>] is not supported.",
            "",
            "To get the value of an Output<T> as an Output<string> consider:",
            "1. o.Apply(v => $\"prefix{v}suffix\")",
            "2. Output.Format($\"prefix{hostname}suffix\");",
            "",
            "See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.");

        var strict = Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING");
        if (strict == "1" || string.Equals(strict, "true", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException(message);

        Log.Warn(message);
        return string.Join(Environment.NewLine, message, "This function may throw in a future version of Pulumi.");
    }

    internal static OutputState FromTask(Task<T> value, bool isSecret)
    {
        ArgumentNullException.ThrowIfNull(value);
        return OutputState.FromTask(value, static task => ((Task<T>)task).Result, isSecret);
    }

    internal Task<T> GetValueAsync(T whenUnknown)
        => State is { IsCompleted: true, Error: null }
            ? Task.FromResult(State.IsKnown ? Read(State) : whenUnknown)
            : GetValueLaterAsync(whenUnknown);

    internal static T Read(OutputState state) => state.Value is null ? default! : (T)state.Value;

    private async Task<T> GetValueLaterAsync(T whenUnknown)
    {
        var state = await Output.CompletedAsync(State).ConfigureAwait(false);
        return state.IsKnown ? Read(state) : whenUnknown;
    }

    // Apart from Apply and Bind, for a lambda's class is made when the method that has it starts.
    private Output<TResult> ApplyLater<TResult>(Func<T, TResult> func)
        => new(OutputState.After([State], () => Apply(func).State));

    private Output<TResult> BindLater<TResult>(Func<T, Output<TResult>?> func)
        => new(OutputState.After([State], () => Bind(func).State));

    private Output<TResult> Bind<TResult>(Func<T, Output<TResult>?> func)
    {
        var state = State;
        if (!state.IsCompleted)
            return BindLater(func);
        if (!state.IsKnown)
            return new Output<TResult>(state.Skipped());

        try
        {
            var inner = func(Read(state));
            return new Output<TResult>(inner is null ? state.With(null) : inner.State.Inside(state));
        }
#pragma warning disable CA1031 // An output captures every exception; the deployment reports it.
        catch (Exception error)
        {
            return new Output<TResult>(OutputState.Failed(error));
        }
#pragma warning restore CA1031
    }
}
