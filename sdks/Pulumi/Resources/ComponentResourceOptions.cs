namespace Pulumi;

#pragma warning disable CA1002, CA2227 // The published API has settable lists.
/// <summary>Options of a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? _providers;

    /// <summary>Providers for the children, one a package.</summary>
    public List<ProviderResource> Providers
    {
        get => _providers ??= [];
        set => _providers = value;
    }

    internal List<ProviderResource>? ProvidersOrNull => _providers;

    /// <summary>Joins options; the second ones win, lists are joined.</summary>
    /// <param name="options1">The first options.</param>
    /// <param name="options2">The second options.</param>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var result = options1?.Copy() ?? new ComponentResourceOptions();
        var other = options2?.Copy() ?? new ComponentResourceOptions();
        result.Take(other);

        // The last provider of a package wins and keeps its place.
        var providers = new List<ProviderResource>();
        var packages = new HashSet<string>();
        foreach (var provider in Enumerable.Reverse([.. result._providers ?? [], .. other._providers ?? []]))
        {
            if (packages.Add(provider.Package))
                providers.Insert(0, provider);
        }

        result._providers = providers;
        return result;
    }

    internal override ResourceOptions Clone() => Copy();

    private ComponentResourceOptions Copy()
    {
        var copy = new ComponentResourceOptions { _providers = CopyOf(_providers) };
        CopyTo(copy);
        return copy;
    }
}
