using Pulumi.Utilities;

namespace Pulumi;

/// <summary>
/// Names the outputs and inputs of the frequent value types. Ahead-of-time compilation compiles a generic type for a value
/// type only where the assembly that has the generic type names it; else it is compiled while the program starts.
/// </summary>
internal static class Precompiled
{
    public static object[] Types() => [Of(true), Of(0), Of(0.0)];

    private static object Of<T>(T value)
    {
        Input<T> plain = value;
        var output = new Output<T>(OutputState.Of(value));
        Input<T> input = output;
        Output<T> same = input;
        IInput asInput = input;
        IOutput asOutput = new Output<T>(OutputState.Of(value));
        return (object[])
        [
            plain, same, plain.ToOutput(), asInput.Content, asInput.ToUntypedOutput(), asOutput.State, asOutput.Create(output.State),
            input.Content, input.AsOutput(), Output.Create(value), Output.CreateSecret(value), OutputUtilities.CreateUnknown(value),
            OutputUtilities.GetValueAsync(output), OutputUtilities.GetIsKnownAsync(output), OutputUtilities.GetDependenciesAsync(output),
            Output.IsSecretAsync(output), output.Apply(static item => item!.ToString()!), output.Apply(static item => Output.Create(item)),
            Output.Create("").Apply(_ => value), Output.Create("").Apply(_ => Output.Create(value)),
            (InputList<T>)value, (InputMap<T>)new Dictionary<string, T>(),
        ];
    }
}
