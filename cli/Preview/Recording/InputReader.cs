using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>Gets nested arguments objects out of an input: one, a list or a map of them.</summary>
internal abstract class InputReader
{
    private static readonly ConcurrentDictionary<Type, InputReader?> Known = new();

    /// <summary>The reader for a member of <paramref name="type"/>; null when the type holds no arguments objects.</summary>
    public static InputReader? For(Type type) => Known.GetOrAdd(type, Create);

    /// <summary>The arguments objects, by the key that they have in the plain value: none, an index or a name.</summary>
    /// <param name="input">The input; its value is known and there.</param>
    /// <param name="visit">Gets key and object.</param>
    public abstract void Read(object input, Action<object?, InputArgs> visit);

    private static InputReader? Create(Type type)
    {
        if (!type.IsGenericType)
            return typeof(InputArgs).IsAssignableFrom(type) ? new Itself() : null;

        var argument = type.GetGenericArguments()[^1];
        if (!typeof(InputArgs).IsAssignableFrom(argument))
            return null;

        var definition = type.GetGenericTypeDefinition();
        var reader = definition == typeof(Input<>) ? typeof(OfInput<>)
            : definition == typeof(InputList<>) ? typeof(OfList<>)
            : definition == typeof(InputMap<>) ? typeof(OfMap<>)
            : null;
        return reader is null ? null : (InputReader)Activator.CreateInstance(reader.MakeGenericType(argument))!;
    }

    private sealed class Itself : InputReader
    {
        public override void Read(object input, Action<object?, InputArgs> visit) => visit(null, (InputArgs)input);
    }

    private sealed class OfInput<T> : InputReader
        where T : InputArgs
    {
        public override void Read(object input, Action<object?, InputArgs> visit)
        {
            if (Completed.Result(OutputUtilities.GetValueAsync<T>((Input<T>)input)) is { } args)
                visit(null, args);
        }
    }

    private sealed class OfList<T> : InputReader
        where T : InputArgs
    {
        public override void Read(object input, Action<object?, InputArgs> visit)
        {
            var items = Completed.Result(OutputUtilities.GetValueAsync<ImmutableArray<T>>((InputList<T>)input));
            for (var index = 0; !items.IsDefault && index < items.Length; index++)
                visit(index, items[index]);
        }
    }

    private sealed class OfMap<T> : InputReader
        where T : InputArgs
    {
        public override void Read(object input, Action<object?, InputArgs> visit)
        {
            var items = Completed.Result(OutputUtilities.GetValueAsync<ImmutableDictionary<string, T>>((InputMap<T>)input));
            foreach (var (name, args) in items)
                visit(name, args);
        }
    }
}
