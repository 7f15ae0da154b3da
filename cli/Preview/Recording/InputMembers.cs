using System.Collections.Concurrent;
using System.Reflection;
using Pulumi;

namespace SecureApi.Cli.Preview.Recording;

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
