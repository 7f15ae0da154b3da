using System.Collections.Immutable;
using Pulumi.Serialization;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>Registers the outputs of a component or of the stack.</summary>
internal sealed class OutputsRegistration(Deployment deployment, Resource resource, OutputState outputs) : ResumableWork
{
    private readonly ImmutableDictionary<string, Output<object?>>.Builder _result = ImmutableDictionary.CreateBuilder<string, Output<object?>>();
    private IEnumerator<KeyValuePair<string, object?>>? _values;
    private bool _hasValue;
    private Task? _registered;

    protected override Task? Advance()
    {
        if (_registered is null)
        {
            if (FirstPending() is { } pending)
                return pending.WhenCompleted();
            _registered = deployment.Mocks.RegisterResourceOutputs(
                new MockRegisterResourceOutputsRequest((string)resource.Urn.State.Value!, _result.ToImmutable()));
        }

        if (!_registered.IsCompleted)
            return _registered;
        if (!_registered.IsCompletedSuccessfully)
            _registered.GetAwaiter().GetResult();
        return null;
    }

    private OutputState? FirstPending()
    {
        if (!resource.Urn.State.IsReady())
            return resource.Urn.State;
        if (!outputs.IsReady())
            return outputs;

        _values ??= (outputs.IsKnown ? (IDictionary<string, object?>)outputs.Value! : null!).GetEnumerator();
        while (_hasValue || _values.MoveNext())
        {
            _hasValue = true;
            var (name, value) = _values.Current;
            var reader = ValueReader.ReadInput("outputs", new NamedValue(name, value), resource);
            if (reader.Pending is not null)
                return reader.Pending;
            if (reader.Value is not null || !reader.IsKnown)
                _result.Add(name, new Output<object?>(new OutputState(reader.Value, ResourceSet.Empty, reader.IsKnown, reader.IsSecret)));
            _hasValue = false;
        }

        return null;
    }
}
