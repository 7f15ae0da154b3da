namespace Pulumi;

/// <summary>What a resource must wait for.</summary>
internal static class DependencyGraph
{
    /// <summary>
    /// Completes when the custom resources among some resources are registered. A component stands for its children, unless
    /// a provider makes it; a custom resource does not. One that failed throws its error.
    /// </summary>
    public static ValueTask WhenRegisteredAsync(ReadOnlySpan<Resource> dependencies, ResourceSet sources)
    {
        if (dependencies.IsEmpty && sources.IsEmpty)
            return ValueTask.CompletedTask;

        var reached = new HashSet<Resource>(ReferenceEqualityComparer.Instance);
        Reach(dependencies, reached);
        Reach(sources.Items, reached);
        foreach (var resource in reached)
        {
            if (Counts(resource) && resource.Urn.State is not { IsCompleted: true, Error: null })
                return WaitAsync(reached);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Adds resources, and what their components contain.</summary>
    public static void Reach(ReadOnlySpan<Resource> resources, HashSet<Resource> reached)
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

    private static bool Counts(Resource resource) => resource is CustomResource or ComponentResource { IsRemote: true };

    private static async ValueTask WaitAsync(HashSet<Resource> resources)
    {
        foreach (var resource in resources)
        {
            if (Counts(resource))
                await Output.CompletedAsync(resource.Urn.State).ConfigureAwait(false);
        }
    }
}
