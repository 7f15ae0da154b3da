using System.Collections.Immutable;
using System.Reflection;
using Pulumi;
using Pulumi.Utilities;
using SecureApi.Configuration;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>Turns the drafts of a finished run into immutable resources.</summary>
internal sealed class RecordingResult
{
    private readonly IReadOnlyList<ResourceDraft> drafts;
    private readonly IReadOnlyDictionary<Resource, ResourceDraft> byResource;

    // By the drafts' order; a parent comes before its children.
    private readonly RecordedResource[] recorded;
    private readonly ILookup<ResourceDraft?, ResourceDraft> children;
    private readonly SecretMask mask = new();

    public RecordingResult(IReadOnlyList<ResourceDraft> drafts, IReadOnlyDictionary<Resource, ResourceDraft> byResource)
    {
        this.drafts = drafts;
        this.byResource = byResource;
        recorded = new RecordedResource[drafts.Count];
        children = drafts.ToLookup(draft => draft.Parent);
        foreach (var draft in drafts)
        {
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
            recorded[draft.Order] = Record(draft);
        return new(project, stack, region, [.. recorded], [.. drafts.SelectMany(Unknowns)]);
    }

    private RecordedResource Record(ResourceDraft draft)
    {
        var custom = draft.Options as CustomResourceOptions;
        var named = Explicit(draft);
        var (dependencies, byProperty) = Dependencies(draft, named);
        return new RecordedResource
        {
            Urn = draft.Urn,
            Type = draft.Type,
            Name = draft.Name,
            Parent = draft.Parent is { } parent ? recorded[parent.Order] : null,
            IsCustom = draft.Resource is CustomResource,
            Id = draft.Id,
            Provider = draft.Provider is { } provider ? $"{provider.Urn}::{provider.Id}" : null,
            Inputs = mask.Apply(draft.Resolved?.Values ?? RecordedMap.Empty),
            Outputs = mask.Apply(draft.Outputs ?? RecordedMap.Empty),
            Dependencies = dependencies,
            PropertyDependencies = byProperty,
            DependsOn = [.. named.Where(byResource.ContainsKey).Select(resource => byResource[resource].Urn).Distinct().Order(StringComparer.Ordinal)],
            Protect = draft.Protect,
            IgnoreChanges = [.. draft.Options.IgnoreChanges],
            DeleteBeforeReplace = custom?.DeleteBeforeReplace ?? false,
            ReplaceOnChanges = [.. draft.Options.ReplaceOnChanges],
            RetainOnDelete = draft.RetainOnDelete,
            ImportId = custom?.ImportId,
            DeletedWith = draft.Options.DeletedWith is { } other && byResource.TryGetValue(other, out var target) ? target.Urn : null,
            Timeouts = draft.Options.CustomTimeouts is { } timeouts ? new(timeouts.Create, timeouts.Update, timeouts.Delete) : null,
            AdditionalSecretOutputs = [.. custom?.AdditionalSecretOutputs ?? []],
            Aliases = [.. AliasUrns.Of(draft, alias => byResource.TryGetValue(alias, out var known) ? known.Urn : null)],
            Source = draft.Source,
        };
    }

    // What the engine would have to make first: all of it, and what each argument brings.
    private (ImmutableArray<string> All, ImmutableArray<PropertyDependency> ByProperty) Dependencies(ResourceDraft draft, List<Resource> named)
    {
        var all = new HashSet<int>();
        var byProperty = new List<PropertyDependency>();
        if (draft.Resolved is { Dependencies.Count: > 0 } resolved)
        {
            foreach (var property in resolved.Values.Names)
            {
                if (!resolved.Dependencies.TryGetValue(property, out var resources))
                    continue;

                var found = new HashSet<int>();
                Expand(resources, draft, found);
                if (found.Count == 0)
                    continue;
                all.UnionWith(found);
                byProperty.Add(new(property, Urns(found)));
            }
        }

        Expand(named, draft, all);
        return (Urns(all), [.. byProperty]);
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
    private void Expand(IEnumerable<Resource> resources, ResourceDraft dependent, HashSet<int> orders)
    {
        foreach (var resource in resources)
        {
            if (!byResource.TryGetValue(resource, out var draft) || draft.Order >= dependent.Order)
                continue;
            if (resource is CustomResource)
                orders.Add(draft.Order);
            else
                Expand(children[draft].Select(child => child.Resource), dependent, orders);
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

    private ImmutableArray<string> Urns(HashSet<int> orders)
    {
        var (urns, index) = (new string[orders.Count], 0);
        foreach (var order in orders)
            urns[index++] = drafts[order].Urn;
        Array.Sort(urns, StringComparer.Ordinal);
        return [.. urns];
    }
}
