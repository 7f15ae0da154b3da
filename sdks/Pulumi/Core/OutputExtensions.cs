using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Helpers for outputs of lists and unions.</summary>
public static class OutputExtensions
{
    /// <summary>Gives one element of a list.</summary>
    public static Output<T> GetAt<T>(this Output<ImmutableArray<T>> array, Input<int> index)
        => new(Output.Join(
            [array.State, index.AsOutput().State],
            static parts => Output<ImmutableArray<T>>.Read(parts[0])[Output<int>.Read(parts[1])]));

    /// <summary>Gives the first element of a list.</summary>
    public static Output<T> First<T>(this Output<ImmutableArray<T>> array) => array.GetAt(0);

    /// <summary>Gives the length of a list.</summary>
    public static Output<int> Length<T>(this Output<ImmutableArray<T>> array) => array.Apply(values => values.Length);

    /// <summary>Tells whether a union holds its first type.</summary>
    public static Output<bool> IsT0<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(value => value.IsT0);

    /// <summary>Tells whether a union holds its second type.</summary>
    public static Output<bool> IsT1<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(value => value.IsT1);

    /// <summary>Gives a union's value of its first type.</summary>
    public static Output<T0> AsT0<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(value => value.AsT0);

    /// <summary>Gives a union's value of its second type.</summary>
    public static Output<T1> AsT1<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(value => value.AsT1);

    /// <summary>Gives a union's value, whichever type it has.</summary>
    public static Output<object> Value<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(value => value.Value);
}
