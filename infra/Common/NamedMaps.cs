using Pulumi;

namespace SecureApi.Common;

/// <summary>Makes maps by name, and other things of them.</summary>
internal static class NamedMaps
{
    /// <summary>A map without an entry.</summary>
    public static NamedMap<TValue> Empty<TValue>() => new([], []);

    /// <summary>A map of some items.</summary>
    /// <param name="items">The items.</param>
    /// <param name="name">Each item's name, unlike every other's.</param>
    /// <param name="value">What the map has under the name.</param>
    public static NamedMap<TValue> ToNamedMap<TItem, TValue>(
        this IEnumerable<TItem> items, Func<TItem, string> name, Func<TItem, TValue> value)
    {
        var map = new NamedMapBuilder<TValue>();
        foreach (var item in items)
            map.Add(name(item), value(item));
        return map.ToImmutable();
    }

    /// <summary>A map of the same names.</summary>
    /// <param name="map">The names and their values.</param>
    /// <param name="result">What the new map has instead of a value.</param>
    public static NamedMap<TResult> MapValues<TValue, TResult>(
        this NamedMap<TValue> map, Func<string, TValue, TResult> result)
    {
        var mapped = new NamedMapBuilder<TResult>();
        foreach (var (name, value) in map)
            mapped.Add(name, result(name, value));
        return mapped.ToImmutable();
    }

    /// <summary>One output of a map of outputs.</summary>
    /// <param name="map">The names and their outputs.</param>
    public static Output<NamedMap<TValue>> Join<TValue>(this NamedMap<Output<TValue>> map)
        where TValue : class =>
        Output.All(map.Values).Apply(values =>
        {
            var joined = new NamedMapBuilder<TValue>();
            var index = 0;
            foreach (var name in map.Keys)
                joined.Add(name, values[index++]);
            return joined.ToImmutable();
        });

    /// <summary>A map as a component registers it.</summary>
    /// <param name="map">The names and their values.</param>
    /// <param name="output">What is registered of a value.</param>
    public static Dictionary<string, object?> ToOutputs<TValue>(
        this NamedMap<TValue> map, Func<TValue, object?> output)
    {
        var outputs = new Dictionary<string, object?>(map.Count);
        foreach (var (name, value) in map)
            outputs.Add(name, output(value));
        return outputs;
    }

    /// <summary>The place of a name among the first <paramref name="count"/>; the complement of where it belongs if it is not there.</summary>
    internal static int Find(string[] names, int count, string name)
    {
        var (low, high) = (0, count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(names[middle], name);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}
