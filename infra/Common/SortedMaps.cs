using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Common;

/// <summary>Immutable maps, sorted by key in ordinal order.</summary>
public static class SortedMaps
{
    /// <summary>A map without entries.</summary>
    public static ImmutableSortedDictionary<string, TValue> Empty<TValue>() => ImmutableSortedDictionary.Create<string, TValue>(StringComparer.Ordinal);

    /// <summary>A map of items; names are unique.</summary>
    public static ImmutableSortedDictionary<string, TValue> ToSortedMap<TItem, TValue>(
        this IEnumerable<TItem> items, Func<TItem, string> name, Func<TItem, TValue> value) =>
        items.ToImmutableSortedDictionary(name, value, StringComparer.Ordinal);

    /// <summary>The same names with other values.</summary>
    public static ImmutableSortedDictionary<string, TResult> MapValues<TValue, TResult>(
        this ImmutableSortedDictionary<string, TValue> map, Func<string, TValue, TResult> result) =>
        map.ToSortedMap(entry => entry.Key, entry => result(entry.Key, entry.Value));

    /// <summary>The map of all values, once each of them is known.</summary>
    public static Output<ImmutableSortedDictionary<string, TValue>> Join<TValue>(this ImmutableSortedDictionary<string, Output<TValue>> map) =>
        Output.All(map.Values).Apply(values => map.Keys.Zip(values).ToSortedMap(entry => entry.First, entry => entry.Second));

    /// <summary>The map in the form that <see cref="ComponentResource"/> registers.</summary>
    public static Dictionary<string, object?> ToOutputs<TValue>(this ImmutableSortedDictionary<string, TValue> map, Func<TValue, object?> output) =>
        map.ToDictionary(entry => entry.Key, entry => output(entry.Value), StringComparer.Ordinal);
}
