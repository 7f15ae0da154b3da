namespace SecureApi.Common;

/// <summary>Collects the entries of a <see cref="NamedMap{TValue}"/>, in any order.</summary>
/// <typeparam name="TValue">The type of a value.</typeparam>
public sealed class NamedMapBuilder<TValue>
{
    private const int FirstCapacity = 4;

    private string[] _names;
    private TValue[] _values;
    private int _count;

    /// <summary>A builder without an entry.</summary>
    public NamedMapBuilder() => (_names, _values) = ([], []);

    internal NamedMapBuilder(string[] names, TValue[] values) =>
        (_names, _values, _count) = ([.. names], [.. values], names.Length);

    /// <summary>Sets the value of a name, whether it has one or not.</summary>
    /// <param name="name">The name.</param>
    public TValue this[string name]
    {
        set
        {
            var index = NamedMaps.Find(_names, _count, name);
            if (index < 0)
                Insert(~index, name, value);
            else
                _values[index] = value;
        }
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public void Add(string name, TValue value)
    {
        var index = NamedMaps.Find(_names, _count, name);
        if (index >= 0)
            throw new ArgumentException($"The name \"{name}\" is there already.", nameof(name));
        Insert(~index, name, value);
    }

    /// <summary>The map of the entries so far.</summary>
    public NamedMap<TValue> ToImmutable() => new(_names[.._count], _values[.._count]);

    private void Insert(int index, string name, TValue value)
    {
        if (_count == _names.Length)
        {
            var capacity = Math.Max(FirstCapacity, 2 * _count);
            Array.Resize(ref _names, capacity);
            Array.Resize(ref _values, capacity);
        }

        Array.Copy(_names, index, _names, index + 1, _count - index);
        Array.Copy(_values, index, _values, index + 1, _count - index);
        (_names[index], _values[index]) = (name, value);
        _count++;
    }
}
