using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>A union of any two types.</summary>
internal interface IUnion
{
    object Value { get; }
}

#pragma warning disable CA1000 // The published API has static members on a generic type.
#pragma warning disable CA2225 // The published type names its conversions FromT0 and FromT1.
/// <summary>A value of one of two types.</summary>
/// <typeparam name="T0">The first type.</typeparam>
/// <typeparam name="T1">The second type.</typeparam>
public readonly struct Union<T0, T1> : IEquatable<Union<T0, T1>>, IUnion
{
    private readonly object? _value;
    private readonly bool _isT1;

    private Union(object? value, bool isT1)
    {
        _value = value;
        _isT1 = isT1;
    }

    /// <summary>The value as the first type.</summary>
    /// <exception cref="InvalidOperationException">The union holds the second type.</exception>
    public T0 AsT0 => !_isT1 ? Cast<T0>() : throw new InvalidOperationException("Cannot return as T0 as result is T1");

    /// <summary>The value as the second type.</summary>
    /// <exception cref="InvalidOperationException">The union holds the first type.</exception>
    public T1 AsT1 => _isT1 ? Cast<T1>() : throw new InvalidOperationException("Cannot return as T1 as result is T0");

    /// <summary>Whether the value is of the first type.</summary>
    public bool IsT0 => !_isT1;

    /// <summary>Whether the value is of the second type.</summary>
    public bool IsT1 => _isT1;

    /// <summary>The value.</summary>
    public object Value => (_isT1 ? Cast<T1>() : Cast<T0>())!;

    /// <summary>Makes a union of a value of the first type.</summary>
    public static Union<T0, T1> FromT0(T0 input) => new(input, isT1: false);

    /// <summary>Makes a union of a value of the second type.</summary>
    public static Union<T0, T1> FromT1(T1 input) => new(input, isT1: true);

    /// <summary>Makes a union of a value of the first type.</summary>
    public static implicit operator Union<T0, T1>(T0 t) => FromT0(t);

    /// <summary>Makes a union of a value of the second type.</summary>
    public static implicit operator Union<T0, T1>(T1 t) => FromT1(t);

    /// <summary>Whether both hold equal values of the same type.</summary>
    public static bool operator ==(Union<T0, T1> left, Union<T0, T1> right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Union<T0, T1> left, Union<T0, T1> right) => !left.Equals(right);

    /// <summary>Changes a value of the first type.</summary>
    public Union<TResult, T1> MapT0<TResult>(Func<T0, TResult> mapFunc)
        => _isT1 ? Union<TResult, T1>.FromT1(AsT1) : Union<TResult, T1>.FromT0(mapFunc(AsT0));

    /// <summary>Changes a value of the second type.</summary>
    public Union<T0, TResult> MapT1<TResult>(Func<T1, TResult> mapFunc)
        => _isT1 ? Union<T0, TResult>.FromT1(mapFunc(AsT1)) : Union<T0, TResult>.FromT0(AsT0);

    /// <summary>Changes the value, whichever type it has.</summary>
    public Union<TResult0, TResult1> Bimap<TResult0, TResult1>(Func<T0, TResult0> mapFunc0, Func<T1, TResult1> mapFunc1)
        => _isT1 ? Union<TResult0, TResult1>.FromT1(mapFunc1(AsT1)) : Union<TResult0, TResult1>.FromT0(mapFunc0(AsT0));

    /// <summary>Computes a result from the value, whichever type it has.</summary>
    public TResult Match<TResult>(Func<T0, TResult> f0, Func<T1, TResult> f1) => _isT1 ? f1(AsT1) : f0(AsT0);

    /// <summary>Runs an action on the value, whichever type it has.</summary>
    public void Switch(Action<T0> f0, Action<T1> f1)
    {
        if (_isT1)
            f1(AsT1);
        else
            f0(AsT0);
    }

    /// <summary>Gives the value if it is of the first type, else the other one.</summary>
    public bool TryPickT0(out T0 value, out T1 remainder)
    {
        value = _isT1 ? default! : AsT0;
        remainder = _isT1 ? AsT1 : default!;
        return !_isT1;
    }

    /// <summary>Gives the value if it is of the second type, else the other one.</summary>
    public bool TryPickT1(out T1 value, out T0 remainder)
    {
        value = _isT1 ? AsT1 : default!;
        remainder = _isT1 ? default! : AsT0;
        return _isT1;
    }

    /// <inheritdoc/>
    public bool Equals(Union<T0, T1> other) => _isT1 == other._isT1 && Equals(Value, other.Value);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Union<T0, T1> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_isT1, Value);

    /// <summary>The type and the value.</summary>
    public override string ToString() => $"{(_isT1 ? typeof(T1) : typeof(T0)).FullName}: {Value}";

    private T Cast<T>() => _value is null ? default! : (T)_value;
}
