using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using SecureApi.Configuration;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>
/// One property value of a recorded resource: <see cref="RecordedNull"/>, <see cref="RecordedBoolean"/>,
/// <see cref="RecordedNumber"/>, <see cref="RecordedText"/>, <see cref="RecordedList"/>, <see cref="RecordedMap"/>,
/// <see cref="RecordedSecret"/> around any of these, or <see cref="RecordedUnknown"/>. Immutable, compared by value.
/// </summary>
public abstract record RecordedValue
{
    private protected RecordedValue()
    {
    }

    /// <summary>
    /// The value without the secret mark around it, if there is one. For code that must look inside a secret, such as
    /// a check of its strength; nothing that is shown may be made from it.
    /// </summary>
    public virtual RecordedValue Revealed => this;

    /// <summary>True when the value is a secret, or holds one at any depth.</summary>
    public virtual bool ContainsSecret => false;

    /// <summary>True when the value is unknown, or holds an unknown at any depth.</summary>
    public virtual bool ContainsUnknown => false;
}

/// <summary>A string. Properties that hold JSON are strings too, as Pulumi has them.</summary>
/// <param name="Value">The string.</param>
public sealed record RecordedText(string Value) : RecordedValue
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A number. Pulumi has one kind of number, a 64-bit floating point one, for integers too.</summary>
/// <param name="Value">The number.</param>
public sealed record RecordedNumber(double Value) : RecordedValue
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A truth value.</summary>
/// <param name="Value">The truth value.</param>
public sealed record RecordedBoolean(bool Value) : RecordedValue
{
    /// <inheritdoc/>
    public override string ToString() => Value ? "true" : "false";
}

/// <summary>An explicit null, as an element of a list can be.</summary>
public sealed record RecordedNull : RecordedValue
{
    private RecordedNull()
    {
    }

    /// <summary>The only instance.</summary>
    public static RecordedNull Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "null";
}

/// <summary>A value that no placeholder rule gives, so that it would only be known after the deployment.</summary>
public sealed record RecordedUnknown : RecordedValue
{
    private RecordedUnknown()
    {
    }

    /// <summary>The only instance.</summary>
    public static RecordedUnknown Instance { get; } = new();

    /// <inheritdoc/>
    public override bool ContainsUnknown => true;

    /// <inheritdoc/>
    public override string ToString() => "[unknown]";
}

/// <summary>A value that must not be shown. Its text form is always <see cref="SecretText.Mask"/>.</summary>
public sealed record RecordedSecret : RecordedValue
{
    // Not a positional record: its printed form and its deconstruction would give the value away.
    private readonly RecordedValue inner;

    /// <summary>Marks <paramref name="value"/> as secret.</summary>
    /// <param name="value">The value itself; a secret mark that it already has is not doubled.</param>
    public RecordedSecret(RecordedValue value)
        : this(value, isMarked: true)
    {
    }

    private RecordedSecret(RecordedValue value, bool isMarked) => (inner, IsMarked) = (value.Revealed, isMarked);

    /// <summary>
    /// True when the program or a provider marked the value; false when the recorder masked it for what it holds. The engine
    /// knows only marks: an unmarked value stands in the state and in the plan in plain text.
    /// </summary>
    public bool IsMarked { get; }

    /// <inheritdoc/>
    public override RecordedValue Revealed => inner;

    /// <inheritdoc/>
    public override bool ContainsSecret => true;

    /// <inheritdoc/>
    public override bool ContainsUnknown => inner.ContainsUnknown;

    /// <summary>Hides the unmarked <paramref name="value"/>.</summary>
    internal static RecordedSecret Masked(RecordedValue value) => new(value, isMarked: false);

    /// <inheritdoc/>
    public override string ToString() => SecretText.Mask;
}

/// <summary>An ordered list of values.</summary>
public sealed record RecordedList : RecordedValue, IReadOnlyList<RecordedValue>
{
    private readonly ImmutableArray<RecordedValue> items;

    /// <summary>Makes a list of <paramref name="items"/>.</summary>
    /// <param name="items">The elements, in order.</param>
    public RecordedList(ImmutableArray<RecordedValue> items) => this.items = items;

    /// <summary>A list without elements.</summary>
    public static RecordedList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public override bool ContainsSecret => items.Any(item => item.ContainsSecret);

    /// <inheritdoc/>
    public override bool ContainsUnknown => items.Any(item => item.ContainsUnknown);

    /// <summary>The elements that are text, secret or not, as plain strings. Not to be shown.</summary>
    public IEnumerable<string> Texts => items.Select(item => item.Revealed).OfType<RecordedText>().Select(text => text.Value);

    /// <summary>The elements that are maps, with a secret mark around them taken off. Not to be shown.</summary>
    public IEnumerable<RecordedMap> Maps => items.Select(item => item.Revealed).OfType<RecordedMap>();

    /// <inheritdoc/>
    public RecordedValue this[int index] => items[index];

    /// <inheritdoc/>
    public bool Equals(RecordedList? other) => other is not null && items.AsSpan().SequenceEqual(other.items.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<RecordedValue> GetEnumerator() => ((IEnumerable<RecordedValue>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", items)}]";
}

/// <summary>Values by name, in the ordinal order of the names. Also the inputs and outputs of a resource.</summary>
public sealed record RecordedMap : RecordedValue, IEnumerable<KeyValuePair<string, RecordedValue>>
{
    private readonly SortedList<string, RecordedValue> entries = new(StringComparer.Ordinal);

    /// <summary>Makes a map of <paramref name="entries"/>. Of two entries with one name, the later counts.</summary>
    /// <param name="entries">Names and values in any order.</param>
    public RecordedMap(IEnumerable<KeyValuePair<string, RecordedValue>> entries)
    {
        foreach (var (name, value) in entries)
            this.entries[name] = value;
    }

    /// <summary>A map without entries.</summary>
    public static RecordedMap Empty { get; } = new([]);

    /// <summary>How many entries there are.</summary>
    public int Count => entries.Count;

    /// <summary>The names, in ordinal order.</summary>
    public IEnumerable<string> Names => entries.Keys;

    /// <summary>The values, in the order of their names.</summary>
    public IEnumerable<RecordedValue> Values => entries.Values;

    /// <inheritdoc/>
    public override bool ContainsSecret => Values.Any(value => value.ContainsSecret);

    /// <inheritdoc/>
    public override bool ContainsUnknown => Values.Any(value => value.ContainsUnknown);

    /// <summary>The value called <paramref name="name"/>, or null when there is none.</summary>
    /// <param name="name">The property's name, in Pulumi's camel case.</param>
    public RecordedValue? this[string name] => entries.GetValueOrDefault(name);

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

    /// <summary>The same names with other values.</summary>
    /// <param name="change">Gives the new value for a name and its value.</param>
    public RecordedMap Select(Func<string, RecordedValue, RecordedValue> change) =>
        new(entries.Select(entry => KeyValuePair.Create(entry.Key, change(entry.Key, entry.Value))));

    /// <inheritdoc/>
    public bool Equals(RecordedMap? other) => other is not null && entries.SequenceEqual(other.entries);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (name, value) in entries)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, RecordedValue>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", entries.Select(entry => $"{entry.Key}: {entry.Value}"))}}}";
}
