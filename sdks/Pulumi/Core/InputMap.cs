using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

#pragma warning disable CA1010 // The published type is not a generic collection either.
#pragma warning disable CA1710 // The published name.
#pragma warning disable CA2225 // The published type has conversions only.
/// <summary>A map of inputs by name, or an input of a map.</summary>
/// <typeparam name="TValue">The type of a value.</typeparam>
public sealed class InputMap<TValue> : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>
{
    /// <summary>The entries, a dictionary of inputs that nobody changes any more.</summary>
    private OutputState _entries;
    private Output<ImmutableDictionary<string, TValue>>? _output;

    /// <summary>Makes an empty map.</summary>
    public InputMap()
        : this(OutputState.Of(new Dictionary<string, Input<TValue>>()))
    {
    }

    private InputMap(OutputState entries) => _entries = entries;

    internal override OutputState Content => _entries;

    /// <summary>Sets the value of a key. A key that is there already must have the same value.</summary>
    /// <param name="key">The key.</param>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>Adds a key. A key that is there already must have the same value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void Add(string key, Input<TValue> value)
        => Change(Output.Join([_entries], parts =>
        {
            var entries = Copy(parts[0]);
            entries[key] = entries.TryGetValue(key, out var existing) ? Same(key, existing, value) : value;
            return entries;
        }));

    /// <summary>Adds the entries of another map.</summary>
    /// <param name="values">The other map.</param>
    public void Add(InputMap<TValue> values) => AddRange(values);

    /// <summary>Adds the entries of another map.</summary>
    /// <param name="values">The other map.</param>
    public void AddRange(InputMap<TValue> values)
        => Change(Join(_entries, values._entries, static (entries, key, value) =>
        {
            if (!entries.TryAdd(key, value) && entries[key] != value)
                throw new ArgumentException($"An element with the same key but a different value already exists. Key: '{key}'");
        }));

    /// <summary>Gives a new map with the entries of both; the second wins.</summary>
    /// <param name="first">The first map.</param>
    /// <param name="second">The second map.</param>
#pragma warning disable CA1000 // The published API has this static member on a generic type.
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second)
#pragma warning restore CA1000
        => new(Join(first._entries, second._entries, static (entries, key, value) => entries[key] = value));

    /// <summary>Makes a map of a dictionary.</summary>
    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values)
        => Output.Create(values);

    /// <summary>Makes a map of a dictionary.</summary>
    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values)
        => Output.Create(values);

    /// <summary>Makes a map of an output.</summary>
    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values)
        => new(values.Apply(FromValues).State);

    /// <summary>Makes a map of an output.</summary>
    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values)
        => new(values.Apply(FromValues).State);

    /// <summary>Makes a map of an output.</summary>
    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values)
        => new(values.Apply(map => map is null ? null! : FromValues(map)).State);

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException(
            $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    /// <summary>Gives the entries, once they are known.</summary>
    /// <param name="cancellationToken">Not observed.</param>
    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var values = await AsOutput().GetValueAsync(whenUnknown: ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false);
        foreach (var entry in values)
            yield return entry;
    }

    internal override Output<ImmutableDictionary<string, TValue>> AsOutput()
        => _output ??= new Output<Dictionary<string, Input<TValue>>?>(_entries).Apply(Flatten);

    private static Output<ImmutableDictionary<string, TValue>> Flatten(Dictionary<string, Input<TValue>>? entries)
    {
        if (entries is null)
            return new Output<ImmutableDictionary<string, TValue>>(OutputState.Of(null));

        var (keys, states, index) = (new string[entries.Count], new OutputState[entries.Count], 0);
        foreach (var (key, value) in entries)
            (keys[index], states[index++]) = (key, value.AsOutput().State);
        return new Output<ImmutableDictionary<string, TValue>>(Output.Join(states, parts =>
        {
            var result = ImmutableDictionary.CreateBuilder<string, TValue>();
            for (var i = 0; i < keys.Length; i++)
                result[keys[i]] = Output<TValue>.Read(parts[i]);
            return result.ToImmutable();
        }));
    }

    private static Input<TValue> Same(string key, Input<TValue> existing, Input<TValue> value)
        => new Output<TValue>(Output.Join([existing.AsOutput().State, value.AsOutput().State], parts =>
        {
            var (first, second) = (Output<TValue>.Read(parts[0]), Output<TValue>.Read(parts[1]));
            return EqualityComparer<TValue>.Default.Equals(first, second)
                ? first
                : throw new ArgumentException($"Key '{key}' already exists in the map with a different value.");
        }));

    private static Dictionary<string, Input<TValue>> FromValues(IEnumerable<KeyValuePair<string, TValue>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var entries = new Dictionary<string, Input<TValue>>();
        foreach (var (key, value) in values)
            entries[key] = value;
        return entries;
    }

    private static OutputState Join(OutputState first, OutputState second, Action<Dictionary<string, Input<TValue>>, string, Input<TValue>> add)
        => Output.Join([first, second], parts =>
        {
            var entries = Copy(parts[0]);
            foreach (var (key, value) in (Dictionary<string, Input<TValue>>)parts[1].Value!)
                add(entries, key, value);
            return entries;
        });

    private static Dictionary<string, Input<TValue>> Copy(OutputState entries) => new((Dictionary<string, Input<TValue>>)entries.Value!);

    private void Change(OutputState entries) => (_entries, _output) = (entries, null);
}
