using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What a resource must wait for.</summary>
internal static class DependencyGraph
{
    /// <summary>
    /// The first URN that is not there yet among those of some resources; one that failed throws its error. A component
    /// stands for its children, unless a provider makes it; a custom resource does not.
    /// </summary>
    public static OutputState? FirstPending(ImmutableArray<Resource> dependencies, ResourceSet sources)
    {
        if (dependencies.IsEmpty && sources.IsEmpty)
            return null;

        foreach (var resource in Reach(dependencies, sources))
        {
            if (resource is CustomResource or ComponentResource { IsRemote: true } && !resource.Urn.State.IsReady())
                return resource.Urn.State;
        }

        return null;
    }

    /// <summary>Some resources, and what their components contain.</summary>
    public static HashSet<Resource> Reach(ImmutableArray<Resource> dependencies, ResourceSet sources)
    {
        var reached = new HashSet<Resource>(ReferenceEqualityComparer.Instance);
        Reach(dependencies.AsSpan(), reached);
        Reach(sources.Items, reached);
        return reached;
    }

    private static void Reach(ReadOnlySpan<Resource> resources, HashSet<Resource> reached)
    {
        foreach (var resource in resources)
        {
            if (!reached.Add(resource) || resource is not ComponentResource)
                continue;

            Resource[] children;
            lock (resource.Children)
            {
                children = [.. resource.Children];
            }

            Reach(children, reached);
        }
    }
}
