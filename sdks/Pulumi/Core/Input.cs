using System.Runtime.CompilerServices;

namespace Pulumi;

/// <summary>A value for a resource: a plain one, or an output of another resource.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public class Input<T> : IInput
{
    private readonly Output<T>? _output;

    private protected Input(Output<T> output)
        => _output = output ?? throw new ArgumentNullException(nameof(output));

    private protected Input()
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    IOutput IInput.ToUntypedOutput() => AsOutput();

    OutputState IInput.Content
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => Content;
    }

    internal virtual OutputState Content
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => _output!.State;
    }

    /// <summary>Makes an input of a plain value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Input<T>(T value) => new(new Output<T>(OutputState.Of(value)));

    /// <summary>Makes an input of an output.</summary>
    /// <param name="value">The output.</param>
    public static implicit operator Input<T>(Output<T> value) => new(value);

    /// <summary>Gives the input as an output.</summary>
    /// <param name="input">The input.</param>
    public static implicit operator Output<T>(Input<T> input) => input.AsOutput();

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal virtual Output<T> AsOutput() => _output!;
}
