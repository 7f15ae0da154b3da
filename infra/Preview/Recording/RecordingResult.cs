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
    private readonly Dictionary<ResourceDraft, RecordedResource> recorded = [];
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
        foreach (var draft in drafts)
            recorded.Add(draft, Record(draft));
        return new(project, stack, region, [.. drafts.Select(draft => recorded[draft])], [.. drafts.SelectMany(Unknowns)]);
    }

    private RecordedResource Record(ResourceDraft draft)
    {
        var custom = draft.Options as CustomResourceOptions;
        var properties = PropertyDependencies(draft);
        return new RecordedResource
        {
            Urn = draft.Urn,
            Type = draft.Type,
            Name = draft.Name,
            Parent = draft.Parent is { } parent ? recorded[parent] : null,
            IsCustom = draft.Resource is CustomResource,
            Id = draft.Id,
            Provider = draft.Provider is { } provider ? $"{provider.Urn}::{provider.Id}" : null,
            Inputs = mask.Apply(draft.Resolved?.Values ?? RecordedMap.Empty),
            Outputs = mask.Apply(draft.Outputs ?? RecordedMap.Empty),
            Dependencies = Dependencies(draft, properties),
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

    private ImmutableArray<string> Dependencies(ResourceDraft draft, ImmutableArray<PropertyDependency> properties)
    {
        var urns = new HashSet<string>();
        foreach (var property in properties)
            urns.UnionWith(property.Urns);
        Expand(Explicit(draft), draft, urns);
        return Sorted(urns);
    }

    private ImmutableArray<PropertyDependency> PropertyDependencies(ResourceDraft draft)
    {
        if (draft.Resolved is not { Dependencies.Count: > 0 } resolved)
            return [];

        var result = new List<PropertyDependency>();
        foreach (var property in resolved.Values.Names)
        {
            if (!resolved.Dependencies.TryGetValue(property, out var resources))
                continue;

            var urns = new HashSet<string>();
            Expand(resources, draft, urns);
            if (urns.Count > 0)
                result.Add(new(property, Sorted(urns)));
        }

        return [.. result];
    }

    private static List<Resource> Explicit(ResourceDraft draft)
    {
        Output<ImmutableArray<Resource>> dependsOn = draft.Options.DependsOn;
        var values = OutputUtilities.GetValueAsync(dependsOn);
        var sources = OutputUtilities.GetDependenciesAsync(dependsOn);
        if (!values.IsCompletedSuccessfully || !sources.IsCompletedSuccessfully)
            throw new InvalidOperationException($"What {draft.Type} \"{draft.Name}\" depends on never became known.");
        var resources = new List<Resource>();
        if (!values.Result.IsDefaultOrEmpty)
            resources.AddRange((IEnumerable<Resource>)values.Result);
        resources.AddRange(sources.Result);
        return resources;
    }

    // The engine knows dependencies on custom resources only. A component stands for the children that it had by then.
    private void Expand(IEnumerable<Resource> resources, ResourceDraft dependent, HashSet<string> urns)
    {
        foreach (var resource in resources)
        {
            if (!byResource.TryGetValue(resource, out var draft) || draft.Order >= dependent.Order)
                continue;
            if (resource is CustomResource)
                urns.Add(draft.Urn);
            else
                Expand(children[draft].Select(child => child.Resource), dependent, urns);
        }
    }

    private IEnumerable<UnknownValue> Unknowns(ResourceDraft draft)
    {
        if (draft.Resolved is { Values.ContainsUnknown: true } resolved)
        {
            foreach (var (name, value) in resolved.Values)
            {
                if (value.ContainsUnknown)
                    yield return new(draft.Urn, name, Gaps(resolved.Dependencies.GetValueOrDefault(name)));
            }
        }

        if (draft.Resource is not CustomResource && draft.Outputs is { ContainsUnknown: true } outputs)
        {
            foreach (var (name, value) in outputs)
            {
                if (value.ContainsUnknown)
                    yield return new(draft.Urn, name, []);
            }
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

    private static ImmutableArray<string> Sorted(HashSet<string> urns)
    {
        if (urns.Count == 0)
            return [];
        var sorted = new string[urns.Count];
        urns.CopyTo(sorted);
        Array.Sort(sorted, StringComparer.Ordinal);
        return [.. sorted];
    }
}
