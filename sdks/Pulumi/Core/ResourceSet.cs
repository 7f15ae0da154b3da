using System.Collections.Immutable;

namespace Pulumi;

/// <summary>An immutable set of resources, by reference. Most outputs come from one resource or none, so an array is enough.</summary>
internal sealed class ResourceSet
{
    public static readonly ResourceSet Empty = new([]);

    private const int LinearLimit = 16;

    private readonly Resource[] _items;
    private Task<ImmutableHashSet<Resource>>? _asTask;

    private ResourceSet(Resource[] items) => _items = items;

    public bool IsEmpty => _items.Length == 0;

    public ReadOnlySpan<Resource> Items => _items;

    public static ResourceSet Of(Resource resource) => new([resource]);

    public ResourceSet Union(ResourceSet other)
    {
        if (other.IsEmpty || ReferenceEquals(this, other))
            return this;
        if (IsEmpty)
            return other;

        var (large, small) = _items.Length >= other._items.Length ? (_items, other._items) : (other._items, _items);
        var known = large.Length > LinearLimit ? new HashSet<Resource>(large, ReferenceEqualityComparer.Instance) : null;
        var added = new List<Resource>();
        foreach (var item in small)
        {
            if (known is null ? Array.IndexOf<object>(large, item) < 0 : !known.Contains(item))
                added.Add(item);
        }

        return added.Count == 0 ? (ReferenceEquals(large, _items) ? this : other) : new ResourceSet([.. large, .. added]);
    }

    public ImmutableHashSet<Resource> ToImmutableHashSet() => AsTask().Result;

    /// <summary>The set as a task that is over.</summary>
    public Task<ImmutableHashSet<Resource>> AsTask() => _asTask ??= Task.FromResult(ImmutableHashSet.Create(_items));
}
