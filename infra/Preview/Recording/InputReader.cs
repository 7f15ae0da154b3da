using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace SecureApi.Preview.Recording;

/// <summary>Reads inputs of one closed generic type, with what Pulumi knows about them beside the value.</summary>
internal abstract class InputReader
{
    private static readonly ConcurrentDictionary<Type, InputReader?> Known = new()
    {
        // The frequent ones, spelled out so that they are compiled ahead of time.
        [typeof(Input<string>)] = new OfInput<string>(),
        [typeof(Input<bool>)] = new OfInput<bool>(),
        [typeof(Input<int>)] = new OfInput<int>(),
        [typeof(Output<string>)] = new OfOutput<string>(),
        [typeof(InputList<string>)] = new OfList<string>(),
        [typeof(InputMap<string>)] = new OfInput<ImmutableDictionary<string, string>>(),
    };

    /// <summary>The reader for values of <paramref name="type"/>; null when it is no input and no output.</summary>
    public static InputReader? For(Type type) => Known.GetOrAdd(type, Create);

    /// <summary>The recorded form of <paramref name="input"/>. Nested values are read by <paramref name="values"/>.</summary>
    public abstract RecordedValue Read(object input, ArgsReader values);

    private static InputReader? Create(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (!current.IsGenericType)
                continue;

            var definition = current.GetGenericTypeDefinition();
            var reader = definition == typeof(InputList<>) ? typeof(OfList<>)
                : definition == typeof(Input<>) ? typeof(OfInput<>)
                : definition == typeof(Output<>) ? typeof(OfOutput<>)
                : definition == typeof(Union<,>) ? typeof(OfUnion<,>)
                : null;
            if (reader is not null)
                return (InputReader)Activator.CreateInstance(reader.MakeGenericType(current.GetGenericArguments()))!;
        }

        return null;
    }

    private static RecordedValue ReadOutput<T>(Output<T> output, ArgsReader values, Func<T, object?> content)
    {
        values.Note(Completed(OutputUtilities.GetDependenciesAsync(output)));
        var value = Completed(OutputUtilities.GetIsKnownAsync(output))
            ? values.Value(content(Completed(OutputUtilities.GetValueAsync(output))))
            : RecordedUnknown.Instance;
        return Completed(Output.IsSecretAsync(output)) ? new RecordedSecret(value) : value;
    }

    private static T Completed<T>(Task<T> task) => task.IsCompleted
        ? task.GetAwaiter().GetResult()
        : throw new NotCompletedException(task);

    private sealed class OfInput<T> : InputReader
    {
        public override RecordedValue Read(object input, ArgsReader values) =>
            ReadOutput<T>((Input<T>)input, values, static value => value);
    }

    private sealed class OfOutput<T> : InputReader
    {
        public override RecordedValue Read(object input, ArgsReader values) =>
            ReadOutput((Output<T>)input, values, static value => value);
    }

    // A list gives its elements' secret marks to the whole: one secret element makes the list secret.
    private sealed class OfList<T> : InputReader
    {
        public override RecordedValue Read(object input, ArgsReader values) =>
            ReadOutput<ImmutableArray<T>>((InputList<T>)input, values, static items => items.IsDefault ? null : items);
    }

    private sealed class OfUnion<T0, T1> : InputReader
    {
        public override RecordedValue Read(object input, ArgsReader values) => values.Value(((Union<T0, T1>)input).Value);
    }
}
