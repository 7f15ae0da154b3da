using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Pulumi;

/// <summary>Makes and combines outputs.</summary>
public static partial class Output
{
    /// <summary>Makes an output of a plain value.</summary>
    public static Output<T> Create<T>(T value) => new(OutputState.Of(value));

    /// <summary>Makes an output of a task.</summary>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>Makes a secret output of a plain value.</summary>
    public static Output<T> CreateSecret<T>(T value)
        => new(new OutputState(value, ResourceSet.Empty, isKnown: true, isSecret: true));

    /// <summary>Makes a secret output of a task.</summary>
    public static Output<T> CreateSecret<T>(Task<T> value) => new(Output<T>.FromTask(value, isSecret: true));

    /// <summary>Makes a secret output of an output.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Output<T>(WithSecret(value.State, isSecret: true));
    }

    /// <summary>Gives the same value without its secret mark.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => new(WithSecret(output.State, isSecret: false));

    /// <summary>Tells whether an output is secret.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<bool> IsSecretAsync<T>(Output<T> output) => IsSecretAsync(output.State);

    /// <summary>Joins inputs of one type into an output of their values.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => AllOf<T>([.. inputs.Select(StateOf)]);

    /// <summary>Joins inputs of one type into an output of their values.</summary>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => AllOf<T>([.. inputs.Select(StateOf)]);

    /// <summary>Joins outputs of one type into an output of their values.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => AllOf<T>([.. outputs.Select(StateOf)]);

    /// <summary>Joins outputs of one type into an output of their values.</summary>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) => AllOf<T>([.. outputs.Select(StateOf)]);

    /// <summary>Formats a text in which the parts may be outputs or inputs.</summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        var arguments = formattableString.GetArguments();
        var states = new OutputState[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            states[i] = StateOfObject(arguments[i]);

        var format = formattableString.Format;
        return new Output<string>(Join(states, parts =>
        {
            var values = new object?[parts.Length];
            for (var i = 0; i < parts.Length; i++)
                values[i] = parts[i].Value;
            return string.Format(CultureInfo.InvariantCulture, format, values);
        }));
    }

    internal static Output<ImmutableArray<T>> AllOf<T>(OutputState[] states)
        => new(Join(states, static parts =>
        {
            var values = new T[parts.Length];
            for (var i = 0; i < parts.Length; i++)
                values[i] = Output<T>.Read(parts[i]);
            return ImmutableArray.Create(values);
        }));

    /// <summary>
    /// One state of many: known when all are, secret when one is, from the resources of all.
    /// </summary>
    internal static OutputState Join(OutputState[] states, Func<OutputState[], object?> build)
        => Array.TrueForAll(states, static state => state.IsCompleted) ? JoinGuarded(states, build) : JoinLater(states, build);

    private static OutputState JoinGuarded(OutputState[] states, Func<OutputState[], object?> build)
    {
        try
        {
            return JoinCompleted(states, build);
        }
#pragma warning disable CA1031 // An output captures every exception; the deployment reports it.
        catch (Exception error)
        {
            return OutputState.Failed(error);
        }
#pragma warning restore CA1031
    }

    // Apart, for a lambda's class is made when the method that has it starts.
    private static OutputState JoinLater(OutputState[] states, Func<OutputState[], object?> build)
        => OutputState.After(states, () => JoinCompleted(states, build));

    private static OutputState JoinCompleted(OutputState[] states, Func<OutputState[], object?> build)
    {
        var (resources, isKnown, isSecret) = (ResourceSet.Empty, true, false);
        foreach (var state in states)
        {
            if (state.Error is not null)
                return state;
            resources = resources.Union(state.Resources);
            isKnown &= state.IsKnown;
            isSecret |= state.IsSecret;
        }

        return new OutputState(isKnown ? build(states) : null, resources, isKnown, isSecret);
    }

    /// <summary>Waits until a state has completed; its error, if any, is thrown.</summary>
    internal static async ValueTask<OutputState> CompletedAsync(OutputState state)
    {
        if (!state.IsCompleted)
            await state.WhenCompleted().ConfigureAwait(false);
        return state.Error is null ? state : throw state.Error;
    }

    private static async Task<bool> IsSecretLaterAsync(OutputState state)
        => (await CompletedAsync(state).ConfigureAwait(false)).IsSecret;

    internal static OutputState WithSecret(OutputState state, bool isSecret)
        => OutputState.After([state], () => state.WithSecret(isSecret));

    private static Task<bool> IsSecretAsync(OutputState state)
        => state is { IsCompleted: true, Error: null } ? Task.FromResult(state.IsSecret) : IsSecretLaterAsync(state);

    private static OutputState StateOf<T>(Input<T> input) => input.AsOutput().State;

    private static OutputState StateOf<T>(Output<T> output) => output.State;

    private static OutputState StateOfObject(object? value) => value switch
    {
        IInput input => input.ToUntypedOutput().State,
        IOutput output => output.State,
        _ => OutputState.Of(value),
    };
}
