using System.Collections;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>Values by name, in the ordinal order of the names. Also the inputs and outputs of a resource.</summary>
/// <remarks>Two sorted arrays: small, and quick to build and to search at the sizes that resources have.</remarks>
public sealed record RecordedMap : RecordedValue, IEnumerable<KeyValuePair<string, RecordedValue>>
{
    private readonly string[] names;
    private readonly RecordedValue[] values;

    /// <summary>Makes a map of <paramref name="entries"/>. Of two entries with one name, the later counts.</summary>
    /// <param name="entries">Names and values in any order.</param>
    public RecordedMap(IReadOnlyDictionary<string, RecordedValue> entries)
    {
        names = new string[entries.Count];
        values = new RecordedValue[entries.Count];
        var index = 0;
        foreach (var entry in entries)
        {
            names[index] = entry.Key;
            values[index++] = entry.Value;
        }

        Array.Sort(names, values, StringComparer.Ordinal);
    }

    private RecordedMap(string[] names, RecordedValue[] values)
    {
        this.names = names;
        this.values = values;
    }

    /// <summary>Makes a map of names and their values, in any order; the arrays become the map's own.</summary>
    internal static RecordedMap Of(string[] names, RecordedValue[] values)
    {
        Array.Sort(names, values, StringComparer.Ordinal);
        return new(names, values);
    }

    /// <summary>A map without entries.</summary>
    public static RecordedMap Empty { get; } = new([], []);

    /// <summary>How many entries there are.</summary>
    public int Count => names.Length;

    /// <summary>The names, in ordinal order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The values, in the order of their names.</summary>
    public IReadOnlyList<RecordedValue> Values => values;

    /// <inheritdoc/>
    public override bool ContainsSecret => Array.Exists(values, static value => value.ContainsSecret);

    /// <inheritdoc/>
    public override bool ContainsUnknown => Array.Exists(values, static value => value.ContainsUnknown);

    /// <summary>The value called <paramref name="name"/>, or null when there is none.</summary>
    /// <param name="name">The property's name, in Pulumi's camel case.</param>
    public RecordedValue? this[string name]
    {
        get
        {
            var index = Array.BinarySearch(names, name, StringComparer.Ordinal);
            return index < 0 ? null : values[index];
        }
    }

    /// <summary>The value called <paramref name="name"/> as it may be shown: a secret as its mask. Null when it is absent.</summary>
    public string? Shown(string name) => this[name]?.ToString();

    /// <summary>What the JSON text called <paramref name="name"/> describes; null when it is absent, secret or no JSON.</summary>
    public RecordedValue? Json(string name) => this[name] is RecordedText text ? JsonValues.Parse(text.Value) : null;

    /// <summary>The text called <paramref name="name"/>, also when it is secret; null when it is absent or no text. Not to be shown.</summary>
    public string? Text(string name) => (this[name]?.Revealed as RecordedText)?.Value;

    /// <summary>The number called <paramref name="name"/>, also when it is secret; null when it is absent or no number.</summary>
    public double? Number(string name) => (this[name]?.Revealed as RecordedNumber)?.Value;

    /// <summary>The truth value called <paramref name="name"/>, also when it is secret; null when it is absent or none.</summary>
    public bool? Boolean(string name) => (this[name]?.Revealed as RecordedBoolean)?.Value;

    /// <summary>The list called <paramref name="name"/>, also when it is secret; empty when it is absent or no list.</summary>
    public RecordedList List(string name) => this[name]?.Revealed as RecordedList ?? RecordedList.Empty;

    /// <summary>The map called <paramref name="name"/>, also when it is secret; empty when it is absent or no map.</summary>
    public RecordedMap Map(string name) => this[name]?.Revealed as RecordedMap ?? Empty;

    /// <summary>A copy to change, and to make another map from.</summary>
    public Dictionary<string, RecordedValue> ToDictionary()
    {
        var copy = new Dictionary<string, RecordedValue>(names.Length);
        for (var index = 0; index < names.Length; index++)
            copy.Add(names[index], values[index]);
        return copy;
    }

    /// <summary>The same names with other values; the map itself when no value changes.</summary>
    /// <param name="change">Gives the new value for a name and its value.</param>
    public RecordedMap Select(Func<string, RecordedValue, RecordedValue> change)
    {
        var changed = default(RecordedValue[]);
        for (var index = 0; index < values.Length; index++)
        {
            var value = change(names[index], values[index]);
            if (!ReferenceEquals(value, values[index]))
                (changed ??= [.. values])[index] = value;
        }

        return changed is null ? this : new RecordedMap(names, changed);
    }

    /// <inheritdoc/>
    public bool Equals(RecordedMap? other) =>
        other is not null && names.AsSpan().SequenceEqual(other.names) && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var index = 0; index < names.Length; index++)
        {
            hash.Add(names[index], StringComparer.Ordinal);
            hash.Add(values[index]);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, RecordedValue>> GetEnumerator()
    {
        for (var index = 0; index < names.Length; index++)
            yield return KeyValuePair.Create(names[index], values[index]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", names.Zip(values, (name, value) => $"{name}: {value}"))}}}";
}
