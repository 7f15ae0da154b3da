using System.Collections.Immutable;
using Pulumi.Serialization;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>Registers one resource and resolves its outputs. It runs to its end at once if nothing makes it wait.</summary>
internal sealed class Registration(
    Deployment deployment,
    Resource resource,
    ResourceArgs args,
    ResourceOptions options,
    ResourceOutput[] outputs)
{
    private readonly string _type = resource.GetResourceType();
    private readonly string _name = resource.GetResourceName();

    public void Start() => deployment.InFlight.Add(RunAsync());

    private async Task RunAsync()
    {
        try
        {
            await RegisterAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            foreach (var output in outputs)
                output.State.Fail(error);
            throw;
        }
    }

    private async Task RegisterAsync()
    {
        // A resource that exists already is read.
        var readId = options.Id is null ? "" : await options.Id.AsOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var isRead = !string.IsNullOrEmpty(readId);
        if (isRead && resource is not CustomResource)
            throw new ArgumentException($"{nameof(ResourceOptions)}.{nameof(ResourceOptions.Id)} is only valid for a {nameof(CustomResource)}");

        var dependencies = options.DependsOnOrNull is null
            ? []
            : await options.DependsOnOrNull.AsOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        var (inputs, sources) = await ReadInputsAsync().ConfigureAwait(false);
        var parentUrn = await ParentUrnAsync().ConfigureAwait(false);
        var provider = resource is CustomResource && options.Provider is not null
            ? await options.Provider.ReferenceAsync().ConfigureAwait(false)
            : "";
        await DependencyGraph.WhenRegisteredAsync(dependencies.AsSpan(), sources).ConfigureAwait(false);

        if (!isRead)
            deployment.AddResource(resource);

        var (id, state) = ("", ImmutableDictionary<string, object>.Empty);
        if (_type != Stack.TypeToken)
        {
            var importId = isRead ? readId : (options as CustomResourceOptions)?.ImportId ?? "";
            var made = await deployment.Mocks.NewResourceAsync(new MockResourceArgs
            {
                Type = _type,
                Name = _name,
                Inputs = inputs,
                Provider = provider,
                Id = importId,
            }).ConfigureAwait(false);
            id = isRead ? readId : made.id ?? importId;
            state = MockState.Of(made.state);
        }

        if (isRead)
            deployment.AddResource(resource);
        await ResolveAsync(NewUrn(parentUrn), id, state).ConfigureAwait(false);
    }

    /// <summary>The known inputs. An unknown value anywhere in an input takes the whole input away.</summary>
    private async ValueTask<(ImmutableDictionary<string, object> Inputs, ResourceSet Sources)> ReadInputsAsync()
    {
        var label = $"resource:{_name}[{_type}]";
        var inputs = ImmutableDictionary.CreateBuilder<string, object>();
        var sources = ResourceSet.Empty;
        foreach (var input in args.ReadInputs())
        {
            if (input.Value is null || input.Name is "id" or "urn")
                continue;

            var reader = await ReadInputAsync(label, input).ConfigureAwait(false);
            sources = sources.Union(reader.Resources);
            if (reader.IsKnown && reader.Value is not null)
                inputs[input.Name] = reader.Value;
        }

        return (inputs.ToImmutable(), sources);
    }

    internal static async ValueTask<ValueReader> ReadInputAsync(string label, NamedValue input)
    {
        try
        {
            return await ValueReader.ReadAsync(label, input).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"error serializing property \"{input.Name}\": {error.Message}", error);
        }
    }

    private ValueTask<string> ParentUrnAsync()
        => _type == Stack.TypeToken
            ? ValueTask.FromResult("")
            : new ValueTask<string>((options.Parent ?? deployment.Stack).Urn.GetValueAsync(whenUnknown: ""));

    /// <summary>Mocks have one level of parents: the root's type, whatever the depth.</summary>
    private string NewUrn(string parentUrn)
    {
        var root = string.IsNullOrEmpty(parentUrn) ? "" : parentUrn.Split("::")[2].Split('$')[0] + "$";
        return $"urn:pulumi:{deployment.StackName}::{deployment.ProjectName}::{root}{_type}::{_name}";
    }

    private async ValueTask ResolveAsync(string urn, string id, ImmutableDictionary<string, object> state)
    {
        foreach (var output in outputs)
        {
            if (output.Property.Name == "urn")
            {
                output.State.Resolve(urn, isKnown: true, isSecret: false);
            }
            else if (output.Property.Name == "id" && resource is CustomResource)
            {
                output.State.Resolve(id, isKnown: id.Length > 0, isSecret: false);
            }
            else if (state.TryGetValue(output.Property.Name, out var value)
                && await ValueReader.ReadAsync("", new NamedValue(output.Property.Name, value)).ConfigureAwait(false) is var reader
                && (reader.Value is not null || !reader.IsKnown))
            {
                output.State.Resolve(ValueConverter.Of(output.Property.ValueType).Convert(reader.Value), reader.IsKnown, reader.IsSecret);
            }
            else
            {
                // The provider decides what is not in the state, so a preview cannot know it.
                output.State.Resolve(null, isKnown: !deployment.IsDryRun, isSecret: false);
            }
        }
    }
}
