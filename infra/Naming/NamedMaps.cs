using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Naming;

/// <summary>Maps by name in ordinal order, which is the same on every machine.</summary>
/// <remarks>
/// Entries are added one by one. What the framework has for sequences of pairs is generic over a struct of its own: it cannot
/// be compiled ahead, and compiling it would be a good part of the time that a preview takes.
/// </remarks>
internal static class NamedMaps
{
    /// <summary>A map without an entry.</summary>
    public static ImmutableSortedDictionary<string, TValue> Empty<TValue>() =>
        ImmutableSortedDictionary.Create<string, TValue>(StringComparer.Ordinal);

    /// <summary>A map of some items.</summary>
    /// <param name="items">The items.</param>
    /// <param name="name">Each item's name, unlike every other's.</param>
    /// <param name="value">What the map has under the name.</param>
    public static ImmutableSortedDictionary<string, TValue> ToNamedMap<TItem, TValue>(
        this IEnumerable<TItem> items, Func<TItem, string> name, Func<TItem, TValue> value)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, TValue>(StringComparer.Ordinal);
        foreach (var item in items)
            map.Add(name(item), value(item));
        return map.ToImmutable();
    }

    /// <summary>A map of the same names.</summary>
    /// <param name="map">The names and their values.</param>
    /// <param name="result">What the new map has instead of a value.</param>
    public static ImmutableSortedDictionary<string, TResult> MapValues<TValue, TResult>(
        this ImmutableSortedDictionary<string, TValue> map, Func<string, TValue, TResult> result)
    {
        var mapped = ImmutableSortedDictionary.CreateBuilder<string, TResult>(StringComparer.Ordinal);
        foreach (var (name, value) in map)
            mapped.Add(name, result(name, value));
        return mapped.ToImmutable();
    }

    /// <summary>One output of a map of outputs.</summary>
    /// <param name="map">The names and their outputs.</param>
    public static Output<ImmutableSortedDictionary<string, TValue>> Join<TValue>(this ImmutableSortedDictionary<string, Output<TValue>> map)
        where TValue : class =>
        Output.All(map.Values).Apply(values =>
        {
            var joined = ImmutableSortedDictionary.CreateBuilder<string, TValue>(StringComparer.Ordinal);
            var index = 0;
            foreach (var name in map.Keys)
                joined.Add(name, values[index++]);
            return joined.ToImmutable();
        });

    /// <summary>A map as a component registers it.</summary>
    /// <param name="map">The names and their values.</param>
    /// <param name="output">What is registered of a value.</param>
    public static Dictionary<string, object?> ToOutputs<TValue>(
        this ImmutableSortedDictionary<string, TValue> map, Func<TValue, object?> output)
    {
        var outputs = new Dictionary<string, object?>(map.Count);
        foreach (var (name, value) in map)
            outputs.Add(name, output(value));
        return outputs;
    }
}
