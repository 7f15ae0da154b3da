using System.Collections;
using System.Collections.Immutable;

namespace SecureApi.Cli.Preview.Recording;

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
    public override bool ContainsSecret => Any(static item => item.ContainsSecret);

    /// <inheritdoc/>
    public override bool ContainsUnknown => Any(static item => item.ContainsUnknown);

    /// <summary>The elements that are text, secret or not, as plain strings. Not to be shown.</summary>
    public IEnumerable<string> Texts => items.Select(item => item.Revealed).OfType<RecordedText>().Select(text => text.Value);

    /// <summary>The elements that are maps, with a secret mark around them taken off. Not to be shown.</summary>
    public IEnumerable<RecordedMap> Maps => items.Select(item => item.Revealed).OfType<RecordedMap>();

    /// <inheritdoc/>
    public RecordedValue this[int index] => items[index];

    /// <summary>The same list with another element at one place.</summary>
    /// <param name="index">The place, from 0.</param>
    /// <param name="item">The new element.</param>
    public RecordedList With(int index, RecordedValue item) => new(items.SetItem(index, item));

    /// <summary>The same number of other elements; the list itself when none changes.</summary>
    /// <param name="change">Gives the new element for an element.</param>
    public RecordedList Select(Func<RecordedValue, RecordedValue> change)
    {
        var changed = default(RecordedValue[]);
        for (var index = 0; index < items.Length; index++)
        {
            var item = change(items[index]);
            if (!ReferenceEquals(item, items[index]))
                (changed ??= [.. items])[index] = item;
        }

        return changed is null ? this : new([.. changed]);
    }

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

    private bool Any(Func<RecordedValue, bool> condition)
    {
        foreach (var item in items)
        {
            if (condition(item))
                return true;
        }

        return false;
    }
}
