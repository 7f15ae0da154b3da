namespace Pulumi;

/// <summary>Helpers for inputs.</summary>
public static class InputExtensions
{
    /// <summary>Runs a function on the value of an input.</summary>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, TResult> func)
        => input.ToOutput().Apply(func);

    /// <summary>Runs an asynchronous function on the value of an input.</summary>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Task<TResult>> func)
        => input.ToOutput().Apply(func);

    /// <summary>Runs a function that gives an input on the value of an input.</summary>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Input<TResult>?> func)
        => input.ToOutput().Apply(func);

    /// <summary>Runs a function that gives an output on the value of an input.</summary>
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Output<TResult>?> func)
        => input.ToOutput().Apply(func);

    /// <summary>Gives an input as an output; a missing input is the default value.</summary>
    public static Output<T> ToOutput<T>(this Input<T>? input)
        => input is null ? Output.Create(default(T)!) : input.AsOutput();
}
