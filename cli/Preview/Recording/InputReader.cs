using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
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

/// <summary>The members of an arguments class that hold inputs.</summary>
/// <remarks>
/// Values are read from fields, of properties from the field behind them: the first reading of a property through
/// reflection costs a hundred times as much.
/// </remarks>
internal sealed class InputMembers
{
    private static readonly ConcurrentDictionary<Type, InputMembers> Known = new();

    private readonly FieldInfo[] fields;
    private readonly InputMember?[] members;

    private InputMembers(Type type)
    {
        fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        members = new InputMember?[fields.Length];
    }

    /// <summary>The members of <paramref name="args"/> that were set.</summary>
    public static List<InputValue> Read(InputArgs args)
    {
        var known = Known.GetOrAdd(args.GetType(), static type => new InputMembers(type));
        var values = new List<InputValue>();
        for (var index = 0; index < known.fields.Length; index++)
        {
            var field = known.fields[index];
            if (field.GetValue(args) is { } value)
                values.Add(new(known.members[index] ??= new InputMember(field), value));
        }

        return values;
    }
}

/// <summary>One member of an arguments class.</summary>
/// <param name="holder">The field that holds the value.</param>
internal sealed class InputMember(FieldInfo holder)
{
    private string? name;

    /// <summary>Its name for Pulumi among <paramref name="values"/>; empty for a member that is no input.</summary>
    /// <remarks>
    /// Pulumi's generator capitalizes an input's name to name the member, so that a value under the member's name in camel case
    /// is this one's. Only for others is the attribute looked up, which takes a hundred times as long.
    /// </remarks>
    public string NameIn(RecordedMap values) => name ??= values[Conventional] is null ? FromAttribute(holder) : Conventional;

    /// <summary>What the generator makes the member's name from.</summary>
    internal string Conventional { get; } = ToCamelCase(holder.Name);

    /// <summary>Reads the arguments objects in it; null for an input that holds none.</summary>
    public InputReader? Nested { get; } = InputReader.For(holder.FieldType);

    /// <summary>The name in the member's attribute.</summary>
    internal static string FromAttribute(FieldInfo field)
    {
        MemberInfo? member = field;
        if (field.Name.StartsWith('<'))
        {
            var property = field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)];
            member = field.DeclaringType!.GetProperty(property, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        }

        // InputAttribute shows its name to nobody; the metadata do.
        foreach (var attribute in member?.GetCustomAttributesData() ?? [])
        {
            if (attribute.AttributeType == typeof(InputAttribute))
                return (string)attribute.ConstructorArguments[0].Value!;
        }

        return "";
    }

    // <CidrBlock>k__BackingField of a property, _subnetIds of a list.
    private static string ToCamelCase(string field)
    {
        var member = field.StartsWith('<') ? field[1..field.IndexOf('>', StringComparison.Ordinal)] : field.TrimStart('_');
        return $"{char.ToLowerInvariant(member[0])}{member[1..]}";
    }
}

/// <summary>An input that was set.</summary>
/// <param name="Member">Which one.</param>
/// <param name="Value">What it was set to.</param>
internal sealed record InputValue(InputMember Member, object Value);
