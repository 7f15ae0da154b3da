using System.Collections.Immutable;
using System.Reflection;
using Pulumi;
using Pulumi.Utilities;
using SecureApi.Configuration;

namespace SecureApi.Preview.Recording;

/// <summary>Turns the drafts of a finished run into immutable resources.</summary>
internal sealed class RecordingResult
{
    private readonly IReadOnlyList<ResourceDraft> drafts;
    private readonly Dictionary<Resource, ResourceDraft> byResource = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<ResourceDraft?, ResourceDraft> children;
    private readonly SecretMask mask = new();

    public RecordingResult(IReadOnlyList<ResourceDraft> drafts)
    {
        this.drafts = drafts;
        children = drafts.ToLookup(draft => draft.Parent);
        foreach (var draft in drafts)
        {
            byResource.Add(draft.Resource, draft);
            if (draft.Resolved is { } resolved)
                mask.Learn(resolved.Values);
            if (draft.Outputs is { } outputs)
                mask.Learn(outputs);
        }

        mask.Seal();
    }

    public RecordedStack ToStack(string project, string stack, AwsRegion region)
    {
        var recorded = new Dictionary<ResourceDraft, RecordedResource>();
        foreach (var draft in drafts)
            recorded.Add(draft, Record(draft, draft.Parent is { } parent ? recorded[parent] : null));
        return new(project, stack, region, [.. recorded.Values], [.. drafts.SelectMany(Unknowns)]);
    }

    private RecordedResource Record(ResourceDraft draft, RecordedResource? parent)
    {
        var custom = draft.Options as CustomResourceOptions;
        var properties = Dependencies(draft);
        return new RecordedResource
        {
            Urn = draft.Urn,
            Type = draft.Type,
            Name = draft.Name,
            Parent = parent,
            IsCustom = draft.Resource is CustomResource,
            Id = draft.Id,
            Provider = draft.Provider is { } provider ? $"{provider.Urn}::{provider.Id}" : null,
            Inputs = mask.Apply(draft.Resolved?.Values ?? RecordedMap.Empty),
            Outputs = mask.Apply(draft.Outputs ?? RecordedMap.Empty),
            Dependencies = Sorted(properties.Values.SelectMany(urns => urns).Concat(Expand(Explicit(draft), draft))),
            PropertyDependencies = properties,
            Protect = draft.Protect,
            IgnoreChanges = [.. draft.Options.IgnoreChanges],
            DeleteBeforeReplace = custom?.DeleteBeforeReplace ?? false,
            Timeouts = draft.Options.CustomTimeouts is { } timeouts ? new(timeouts.Create, timeouts.Update, timeouts.Delete) : null,
            AdditionalSecretOutputs = [.. custom?.AdditionalSecretOutputs ?? []],
            Aliases = [.. AliasUrns.Of(draft, other => byResource.GetValueOrDefault(other)?.Urn)],
            Source = draft.Source,
        };
    }

    private ImmutableSortedDictionary<string, ImmutableArray<string>> Dependencies(ResourceDraft draft)
    {
        var result = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (property, resources) in draft.Resolved?.Dependencies ?? ImmutableDictionary<string, IReadOnlySet<Resource>>.Empty)
        {
            var urns = Sorted(Expand(resources, draft));
            if (!urns.IsEmpty)
                result.Add(property, urns);
        }

        return result.ToImmutable();
    }

    private static IEnumerable<Resource> Explicit(ResourceDraft draft)
    {
        Output<ImmutableArray<Resource>> dependsOn = draft.Options.DependsOn;
        var values = OutputUtilities.GetValueAsync(dependsOn);
        var sources = OutputUtilities.GetDependenciesAsync(dependsOn);
        if (!values.IsCompletedSuccessfully || !sources.IsCompletedSuccessfully)
            throw new InvalidOperationException($"What {draft.Type} \"{draft.Name}\" depends on never became known.");
        return values.Result.IsDefault ? sources.Result : values.Result.Concat(sources.Result);
    }

    // The engine knows dependencies on custom resources only. A component stands for the children that it had by then.
    private IEnumerable<string> Expand(IEnumerable<Resource> resources, ResourceDraft dependent)
    {
        foreach (var resource in resources)
        {
            if (!byResource.TryGetValue(resource, out var draft) || draft.Order >= dependent.Order)
                continue;
            if (resource is CustomResource)
                yield return draft.Urn;
            foreach (var child in resource is ComponentResource ? Expand(children[draft].Select(child => child.Resource), dependent) : [])
                yield return child;
        }
    }

    private IEnumerable<UnknownValue> Unknowns(ResourceDraft draft)
    {
        foreach (var (name, value) in draft.Resolved?.Values ?? RecordedMap.Empty)
        {
            if (value.ContainsUnknown)
                yield return new(draft.Urn, name, Gaps(draft.Resolved!.Dependencies.GetValueOrDefault(name)));
        }

        foreach (var (name, value) in draft.Resource is CustomResource ? RecordedMap.Empty : draft.Outputs ?? RecordedMap.Empty)
        {
            if (value.ContainsUnknown)
                yield return new(draft.Urn, name, []);
        }
    }

    // Which output was read is lost on the way; those that the resource has and no rule gave can be named.
    private ImmutableArray<string> Gaps(IEnumerable<Resource>? sources) =>
    [
        .. from resource in sources ?? []
           let draft = byResource[resource]
           from property in resource.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
           let output = property.GetCustomAttribute<OutputAttribute>()?.Name
           where output is not null and not "urn" and not "id" && draft.Outputs?[output] is null
           orderby draft.Urn, output
           select $"{draft.Type} {draft.Name}.{output}",
    ];

    private static ImmutableArray<string> Sorted(IEnumerable<string> urns) => [.. urns.Distinct().Order(StringComparer.Ordinal)];
}
