using System.Collections.Concurrent;
using System.Reflection;
using Pulumi;

namespace SecureApi.Preview.Recording;

/// <summary>The members of an arguments class that hold inputs.</summary>
/// <remarks>
/// Values are read from fields, of properties from the field behind them: the first reading of a property through
/// reflection costs a hundred times as much. Names are looked up for members that hold a value only.
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

    /// <summary>Gives the inputs of <paramref name="args"/> that were set to <paramref name="visit"/>.</summary>
    public static void Read(InputArgs args, Action<InputMember, object> visit)
    {
        var known = Known.GetOrAdd(args.GetType(), static type => new InputMembers(type));
        for (var index = 0; index < known.fields.Length; index++)
        {
            var field = known.fields[index];
            if (field.GetValue(args) is { } value && (known.members[index] ??= new InputMember(NameOf(field), InputReader.For(field.FieldType))) is { Name.Length: > 0 } member)
                visit(member, value);
        }
    }

    // "" for a member that is no input.
    private static string NameOf(FieldInfo field)
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
}
