using System.Collections.Immutable;
using Pulumi.Serialization;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>Registers one resource and resolves its outputs.</summary>
internal sealed class Registration(
    Deployment deployment,
    Resource resource,
    ResourceArgs args,
    ResourceOptions options,
    ResourceOutput[] outputs) : ResumableWork
{
    private readonly string _type = resource.GetResourceType();
    private readonly string _name = resource.GetResourceName();
    private readonly ImmutableDictionary<string, object>.Builder _inputs = ImmutableDictionary.CreateBuilder<string, object>();
    private NamedValue[]? _given;
    private ResourceSet _sources = ResourceSet.Empty;
    private int _inputsRead;
    private string? _readId;
    private bool _isAsked;
    private Task<(string? id, object state)>? _made;
    private ImmutableDictionary<string, object> _state = ImmutableDictionary<string, object>.Empty;
    private int _outputsResolved;

    /// <summary>A resource that exists already is read.</summary>
    private bool IsRead => !string.IsNullOrEmpty(_readId);

    protected override Task? Advance()
    {
        if (!_isAsked)
        {
            if (FirstPending() is { } pending)
                return pending.WhenCompleted();
            _isAsked = true;
            Ask();
        }

        if (_made is { IsCompleted: false })
            return _made;
        return Resolve()?.WhenCompleted();
    }

    protected override void Fail(Exception error)
    {
        foreach (var output in outputs)
            output.State.Fail(error);
    }

    /// <summary>The first output that the resource needs and that has not completed; null when all is there.</summary>
    private OutputState? FirstPending()
    {
        if (options.Id is not null && _readId is null)
        {
            var id = options.Id.AsOutput().State;
            if (!id.IsReady())
                return id;
            _readId = id.IsKnown ? (string?)id.Value ?? "" : "";
            if (IsRead && resource is not CustomResource)
                throw new ArgumentException($"{nameof(ResourceOptions)}.{nameof(ResourceOptions.Id)} is only valid for a {nameof(CustomResource)}");
        }

        var dependsOn = options.DependsOnOrNull?.AsOutput().State;
        if (dependsOn is not null && !dependsOn.IsReady())
            return dependsOn;
        if (FirstPendingInput() is { } input)
            return input;
        if (ParentUrn is { } parent && !parent.IsReady())
            return parent;
        if (Provider is { } provider && provider.FirstPending() is { } part)
            return part;
        return DependencyGraph.FirstPending(
            dependsOn is { IsKnown: true } ? Output<ImmutableArray<Resource>>.Read(dependsOn) : [], _sources);
    }

    private OutputState? ParentUrn => _type == Stack.TypeToken ? null : (options.Parent ?? deployment.Stack).Urn.State;

    private ProviderResource? Provider => resource is CustomResource ? options.Provider : null;

    /// <summary>Reads the known inputs. An unknown value anywhere in an input takes the whole input away.</summary>
    private OutputState? FirstPendingInput()
    {
        _given ??= args.ReadInputs();
        for (; _inputsRead < _given.Length; _inputsRead++)
        {
            var input = _given[_inputsRead];
            if (input.Value is null || input.Name is "id" or "urn")
                continue;

            var reader = ValueReader.ReadInput("resource", input, resource);
            if (reader.Pending is not null)
                return reader.Pending;
            _sources = _sources.Union(reader.Resources);
            if (reader.IsKnown && reader.Value is not null)
                _inputs[input.Name] = reader.Value;
        }

        return null;
    }

    private void Ask()
    {
        if (!IsRead)
            deployment.AddResource(resource);
        if (_type == Stack.TypeToken)
            return;

        _made = deployment.Mocks.NewResourceAsync(new MockResourceArgs
        {
            Type = _type,
            Name = _name,
            Inputs = _inputs.ToImmutable(),
            Provider = Provider?.Reference() ?? "",
            Id = IsRead ? _readId : ImportId,
        });
    }

    private string ImportId => (options as CustomResourceOptions)?.ImportId ?? "";

    /// <summary>Resolves the outputs; gives one of the state's that has not completed, or null.</summary>
    private OutputState? Resolve()
    {
        var id = "";
        if (_made is not null)
        {
            // A result is read as an await would read it: an error is the mock's own.
            var made = _made.IsCompletedSuccessfully ? _made.Result : _made.GetAwaiter().GetResult();
            id = (IsRead ? _readId : made.id ?? ImportId)!;
            if (_outputsResolved == 0)
            {
                _state = MockState.Of(made.state);
                if (IsRead)
                    deployment.AddResource(resource);
            }
        }

        for (; _outputsResolved < outputs.Length; _outputsResolved++)
        {
            var (property, state) = outputs[_outputsResolved];
            if (property.Name == "urn")
            {
                state.Resolve(NewUrn(), isKnown: true, isSecret: false);
            }
            else if (property.Name == "id" && resource is CustomResource)
            {
                state.Resolve(id, isKnown: id.Length > 0, isSecret: false);
            }
            else if (!_state.TryGetValue(property.Name, out var value))
            {
                ResolveAbsent(state);
            }
            else if (ValueReader.IsPlain(value))
            {
                state.Resolve(property.Converter.Convert(value), isKnown: true, isSecret: false);
            }
            else
            {
                var reader = ValueReader.ReadAt("", property.Name, value);
                if (reader.Pending is not null)
                    return reader.Pending;
                if (reader.Value is null && reader.IsKnown)
                    ResolveAbsent(state);
                else
                    state.Resolve(property.Converter.Convert(reader.Value), reader.IsKnown, reader.IsSecret);
            }
        }

        return null;
    }

    /// <summary>The provider decides what is not in the state, so a preview cannot know it.</summary>
    private void ResolveAbsent(OutputState state) => state.Resolve(null, isKnown: !deployment.IsDryRun, isSecret: false);

    /// <summary>Mocks have one level of parents: the root's type, whatever the depth.</summary>
    private string NewUrn()
    {
        var root = ParentUrn?.Value is string { Length: > 0 } parent ? $"{RootType(parent)}$" : "";
        return $"urn:pulumi:{deployment.StackName}::{deployment.ProjectName}::{root}{_type}::{_name}";
    }

    /// <summary>The first of the types in a URN, which are its third part.</summary>
    private static string RootType(string urn)
    {
        var types = urn.AsSpan();
        for (var part = 0; part < 2; part++)
            types = types[(types.IndexOf("::") + 2)..];
        types = types[..types.IndexOf("::")];
        return (types.IndexOf('$') is >= 0 and var end ? types[..end] : types).ToString();
    }
}
