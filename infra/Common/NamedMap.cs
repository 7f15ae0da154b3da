using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SecureApi.Common;

/// <summary>An immutable map by name, in ordinal order: the same on every machine, whatever its language.</summary>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <remarks>
/// The framework's sorted maps order by the machine's culture unless every one of them is told not to, and each type of value
/// costs a start some forty types: trees, their enumerators, pools of these. A stack's maps have a handful of entries; two
/// arrays hold them.
/// </remarks>
#pragma warning disable CA1710 // A map by name, as Pulumi's InputMap is one.
public sealed class NamedMap<TValue> : IReadOnlyDictionary<string, TValue>
#pragma warning restore CA1710
{
    private readonly string[] _names;
    private readonly TValue[] _values;

    internal NamedMap(string[] names, TValue[] values) => (_names, _values) = (names, values);

    /// <summary>How many entries there are.</summary>
    public int Count => _names.Length;

    /// <summary>True when there is no entry.</summary>
    public bool IsEmpty => _names.Length == 0;

    /// <summary>The names in ordinal order.</summary>
    public IReadOnlyList<string> Keys => _names;

    /// <summary>The values in the order of their names.</summary>
    public IReadOnlyList<TValue> Values => _values;

    IEnumerable<string> IReadOnlyDictionary<string, TValue>.Keys => _names;

    IEnumerable<TValue> IReadOnlyDictionary<string, TValue>.Values => _values;

    /// <summary>The value of a name.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="KeyNotFoundException">The map does not have the name.</exception>
    public TValue this[string key] => IndexOf(key) is >= 0 and var index
        ? _values[index]
        : throw new KeyNotFoundException($"There is no \"{key}\" among {string.Join(", ", _names)}.");

    /// <summary>Whether the map has a name.</summary>
    /// <param name="key">The name.</param>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <summary>Gives the value of a name, if the map has it.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The value.</param>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value)
    {
        var index = IndexOf(key);
        value = index < 0 ? default : _values[index];
        return index >= 0;
    }

    /// <summary>A map with one more entry.</summary>
    /// <param name="name">The name, which the map does not have yet.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The map has the name.</exception>
    public NamedMap<TValue> Add(string name, TValue value)
    {
        var builder = ToBuilder();
        builder.Add(name, value);
        return builder.ToImmutable();
    }

    /// <summary>A map in which a name has another value; the entry is added where there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">Its value.</param>
    public NamedMap<TValue> SetItem(string name, TValue value)
    {
        var builder = ToBuilder();
        builder[name] = value;
        return builder.ToImmutable();
    }

    /// <summary>A map in which some names have other values; the entries are added where there are none.</summary>
    /// <param name="items">Names and values.</param>
    public NamedMap<TValue> SetItems(IEnumerable<KeyValuePair<string, TValue>> items)
    {
        var builder = ToBuilder();
        foreach (var (name, value) in items)
            builder[name] = value;
        return builder.ToImmutable();
    }

    /// <summary>A builder that has the map's entries.</summary>
    public NamedMapBuilder<TValue> ToBuilder() => new(_names, _values);

    /// <summary>Gives the entries in ordinal order of their names.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<string, TValue>> IEnumerable<KeyValuePair<string, TValue>>.GetEnumerator()
    {
        for (var index = 0; index < _names.Length; index++)
            yield return new(_names[index], _values[index]);
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, TValue>>)this).GetEnumerator();

    private int IndexOf(string name) => NamedMaps.Find(_names, _names.Length, name);

    /// <summary>Goes through a map's entries.</summary>
    public struct Enumerator
    {
        private readonly NamedMap<TValue> _map;
        private int _index;

        internal Enumerator(NamedMap<TValue> map) => (_map, _index) = (map, -1);

        /// <summary>The entry.</summary>
        public readonly KeyValuePair<string, TValue> Current => new(_map._names[_index], _map._values[_index]);

        /// <summary>Goes to the next entry; false at the end.</summary>
        public bool MoveNext() => ++_index < _map._names.Length;
    }
}
