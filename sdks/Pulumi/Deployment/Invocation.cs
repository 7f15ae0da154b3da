using System.Collections.Immutable;
using Pulumi.Serialization;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>Runs one function of a provider.</summary>
internal sealed class Invocation(Deployment deployment, string token, InvokeArgs? args, InvokeOptions? options)
{
    private readonly ImmutableDictionary<string, object>.Builder _arguments = ImmutableDictionary.CreateBuilder<string, object>();
    private ResourceSet _resources = ResourceSet.Empty;
    private bool _isKnown = true;

    /// <summary>Runs the function and gives its result.</summary>
    public async Task<T> RunAsync<T>()
    {
        await ReadArgumentsAsync().ConfigureAwait(false);
        var result = await CallAsync(typeof(T)).ConfigureAwait(false);
        return Output<T>.Read(result);
    }

    /// <summary>Starts the function; its result is unknown if an argument is, or if a resource that it needs is.</summary>
    public Output<T> Start<T>()
    {
        var result = ResultAsync(typeof(T));
        if (result.IsCompletedSuccessfully)
            return new Output<T>(result.Result);

        return new Output<OutputState>(Output<OutputState>.FromTask(result, isSecret: false))
            .Apply(state => new Output<T>(state));
    }

    private async Task<OutputState> ResultAsync(Type type)
    {
        try
        {
            await ReadArgumentsAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The result may never be looked at, so the error is reported here as well.
            deployment.LogError($"Error serializing arguments for invoke {token}: {error}");
            throw;
        }

        var dependencies = ImmutableArray<Resource>.Empty;
        if (_isKnown && options is InvokeOutputOptions { DependsOnOrNull: { } dependsOn })
            dependencies = await dependsOn.AsOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        if (!_isKnown || !await AreKnownAsync(dependencies).ConfigureAwait(false))
            return new OutputState(null, ResourceSet.Empty, isKnown: false, isSecret: false);

        var result = await CallAsync(type).ConfigureAwait(false);
        foreach (var dependency in dependencies)
            _resources = _resources.Union(dependency.AsSet);
        return result.WithResources(_resources);
    }

    private async ValueTask ReadArgumentsAsync()
    {
        foreach (var argument in (args ?? InvokeArgs.Empty).ReadInputs())
        {
            var reader = ValueReader.ReadInput($"invoke:{token}", argument);
            while (reader.Pending is not null)
            {
                await reader.Pending.WhenCompleted().ConfigureAwait(false);
                reader = ValueReader.ReadInput($"invoke:{token}", argument);
            }

            _resources = _resources.Union(reader.Resources);
            _isKnown &= reader.IsKnown;
            if (reader.IsKnown && reader.Value is not null)
                _arguments[argument.Name] = reader.Value;
        }
    }

    private async ValueTask<bool> AreKnownAsync(ImmutableArray<Resource> dependencies)
    {
        foreach (var resource in DependencyGraph.Reach(dependencies, _resources))
        {
            if (resource is CustomResource custom && !(await Output.CompletedAsync(custom.Id.State).ConfigureAwait(false)).IsKnown)
                return false;
        }

        return true;
    }

    private async ValueTask<OutputState> CallAsync(Type type)
    {
        var provider = options?.Provider ?? options?.Parent?.GetProvider(token);
        while (provider?.FirstPending() is { } part)
            await part.WhenCompleted().ConfigureAwait(false);

        var result = await deployment.Mocks.CallAsync(new MockCallArgs
        {
            Token = token,
            Args = _arguments.ToImmutable(),
            Provider = provider?.Reference() ?? "",
        }).ConfigureAwait(false);

        ValueConverter.Check(new TypePlace(Owner: null, $"{token} result"), type);
        var state = MockState.Of(result);
        var reader = ValueReader.ReadAt("", "result", state);
        while (reader.Pending is not null)
        {
            await reader.Pending.WhenCompleted().ConfigureAwait(false);
            reader = ValueReader.ReadAt("", "result", state);
        }

        return new OutputState(ValueConverter.Of(type).Convert(reader.Value), ResourceSet.Empty, reader.IsKnown, reader.IsSecret);
    }
}
