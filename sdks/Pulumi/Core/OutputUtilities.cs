using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Pulumi.Utilities;

/// <summary>Reads outputs, for tests and tools. A program uses Apply instead.</summary>
public static class OutputUtilities
{
    /// <summary>Makes an output whose value is not known.</summary>
    public static Output<T> CreateUnknown<T>(T value)
        => new(new OutputState(value, ResourceSet.Empty, isKnown: false, isSecret: false));

    /// <summary>Makes an output whose value is not known; the factory is not run.</summary>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory)
        => new(new OutputState(null, ResourceSet.Empty, isKnown: false, isSecret: false));

    /// <summary>Gives the same output, depending on one more resource.</summary>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(resource);
        var state = output.State;
        return new Output<T>(OutputState.After([state], () => state.WithResources(resource.AsSet)));
    }

    /// <summary>Tells whether the value of an output is known.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<bool> GetIsKnownAsync<T>(Output<T> output) => IsKnownAsync(output.State);

    /// <summary>Gives the value of an output: the default when it is not known; an error is thrown.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<T> GetValueAsync<T>(Output<T> output) => output.GetValueAsync(whenUnknown: default!);

    /// <summary>Gives the resources that an output comes from.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output) => DependenciesAsync(output.State);

    private static Task<bool> IsKnownAsync(OutputState state)
        => state is { IsCompleted: true, Error: null } ? Task.FromResult(state.IsKnown) : IsKnownLaterAsync(state);

    private static async Task<bool> IsKnownLaterAsync(OutputState state)
        => (await Output.CompletedAsync(state).ConfigureAwait(false)).IsKnown;

    private static Task<ImmutableHashSet<Resource>> DependenciesAsync(OutputState state)
        => state is { IsCompleted: true, Error: null }
            ? state.Resources.AsTask()
            : DependenciesLaterAsync(state);

    private static async Task<ImmutableHashSet<Resource>> DependenciesLaterAsync(OutputState state)
        => (await Output.CompletedAsync(state).ConfigureAwait(false)).Resources.ToImmutableHashSet();
}
