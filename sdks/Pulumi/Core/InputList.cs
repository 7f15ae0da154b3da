using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

#pragma warning disable CA1010 // The published type is not a generic collection either.
#pragma warning disable CA1710 // The published name.
#pragma warning disable CA2225 // The published type has conversions only.
/// <summary>A list of inputs, or an input of a list.</summary>
/// <typeparam name="T">The type of an element.</typeparam>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    /// <summary>The elements, an array of inputs; its value null stands for the default list.</summary>
    private OutputState _elements;
    private Output<ImmutableArray<T>>? _output;

    /// <summary>Makes an empty list.</summary>
    public InputList()
        : this(OutputState.Of(Array.Empty<Input<T>>()))
    {
    }

    private InputList(OutputState elements) => _elements = elements;

    private InputList(Input<T>[] elements)
        : this(OutputState.Of(elements))
    {
    }

    /// <summary>A provider gets the default list as an empty one.</summary>
    internal override OutputState Content
        => _elements is { IsCompleted: true, IsKnown: true, Value: null } ? _elements.With(Array.Empty<Input<T>>()) : _elements;

    /// <summary>Adds elements.</summary>
    /// <param name="inputs">The elements.</param>
    public void Add(params Input<T>[] inputs) => Append(OutputState.Of(inputs));

    /// <summary>Adds the elements of another list.</summary>
    /// <param name="inputs">The other list.</param>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    /// <summary>Adds the elements of another list.</summary>
    /// <param name="inputs">The other list.</param>
    public void AddRange(InputList<T> inputs) => Append(inputs._elements);

    /// <summary>Gives a new list of the elements of both lists.</summary>
    /// <param name="other">The other list.</param>
    public InputList<T> Concat(InputList<T> other) => new(Join(_elements, other._elements));

    /// <summary>Makes a list of one element.</summary>
    public static implicit operator InputList<T>(T value) => new([value]);

    /// <summary>Makes a list of one element.</summary>
    public static implicit operator InputList<T>(Output<T> value) => new([value]);

    /// <summary>Makes a list of one element.</summary>
    public static implicit operator InputList<T>(Input<T> value) => new([value]);

    /// <summary>Makes a list of an array.</summary>
    public static implicit operator InputList<T>(T[] values) => new(FromValues(values));

    /// <summary>Makes a list of an array.</summary>
    public static implicit operator InputList<T>(Output<T>[] values) => new(FromOutputs(values));

    /// <summary>Makes a list of an array.</summary>
    public static implicit operator InputList<T>(Input<T>[] values) => new([.. values]);

    /// <summary>Makes a list of a list.</summary>
    public static implicit operator InputList<T>(List<T> values) => new(FromValues(values));

    /// <summary>Makes a list of a list.</summary>
    public static implicit operator InputList<T>(List<Output<T>> values) => new(FromOutputs(values));

    /// <summary>Makes a list of a list.</summary>
    public static implicit operator InputList<T>(List<Input<T>> values) => new([.. values]);

    /// <summary>Makes a list of an array.</summary>
    public static implicit operator InputList<T>(ImmutableArray<T> values)
        => new(values.IsDefault ? OutputState.Of(null) : OutputState.Of(FromValues(values)));

    /// <summary>Makes a list of an array.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values)
        => new(values.IsDefault ? OutputState.Of(null) : OutputState.Of(FromOutputs(values)));

    /// <summary>Makes a list of an array.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values)
        => new(values.IsDefault ? OutputState.Of(null) : OutputState.Of(values.ToArray()));

    /// <summary>Makes a list of an output.</summary>
    public static implicit operator InputList<T>(Output<T[]> values) => new(values.Apply(FromValues).State);

    /// <summary>Makes a list of an output.</summary>
    public static implicit operator InputList<T>(Output<List<T>> values) => new(values.Apply(FromValues).State);

    /// <summary>Makes a list of an output.</summary>
    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => new(values.Apply(FromValues).State);

    /// <summary>Makes a list of an output.</summary>
    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values)
        => new(values.Apply(array => array.IsDefault ? null! : FromValues(array)).State);

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException(
            $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    /// <summary>Gives the elements, once they are known.</summary>
    /// <param name="cancellationToken">Not observed.</param>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var value in await AsOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false))
            yield return value;
    }

    internal InputList<T> Clone() => new(_elements);

    internal override Output<ImmutableArray<T>> AsOutput()
        => _output ??= new Output<Input<T>[]?>(_elements).Apply(
            elements => elements is null ? Output.Create(default(ImmutableArray<T>)) : Output.All(elements));

    private static Input<T>[] FromValues(IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return [.. values.Select(static value => (Input<T>)value)];
    }

    private static Input<T>[] FromOutputs(IEnumerable<Output<T>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return [.. values.Select(static value => (Input<T>)value)];
    }

    private static OutputState Join(OutputState first, OutputState second)
        => Output.Join([first, second], static parts => (Input<T>[])[.. Elements(parts[0]), .. Elements(parts[1])]);

    private static Input<T>[] Elements(OutputState state) => (Input<T>[]?)state.Value ?? [];

    private void Append(OutputState more)
    {
        _elements = Join(_elements, more);
        _output = null;
    }
}
