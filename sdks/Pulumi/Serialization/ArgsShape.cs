using System.Collections.Concurrent;

namespace Pulumi.Serialization;

/// <summary>The inputs of an argument class, read from its attributes once.</summary>
internal sealed class ArgsShape
{
    private static readonly ConcurrentDictionary<Type, ArgsShape> Shapes = new();

    private ArgsShape(Type type) => Members = OfFields(type) ?? OfMembers(type);

    public Member[] Members { get; }

    public static ArgsShape Of(Type type) => Shapes.GetOrAdd(type, static type => new ArgsShape(type));

    /// <summary>The common case: the class has all inputs itself, in fields.</summary>
    private static Member[]? OfFields(Type type)
    {
        if (type.BaseType?.Module != typeof(InputArgs).Module || AttributeReader.Of(type).Inputs(type) is not { } inputs)
            return null;

        var members = new Member[inputs.Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = new Member(inputs[i].Attribute, inputs[i].Member, inputs[i].Field.GetValue);
        return members;
    }

    private static Member[] OfMembers(Type type)
    {
        // A list or a map has its attribute on the private field behind a property, so fields come into it as well.
        var fields = MemberAccess.Fields(type);
        var members = new List<Member>();
        foreach (var field in type.GetFields(MemberAccess.Any))
        {
            if (AttributeReader.Of(field.DeclaringType!).Input(field) is { } attribute)
                members.Add(new Member(attribute, field.Name, field.GetValue));
        }

        foreach (var property in type.GetProperties(MemberAccess.Any))
        {
            if (AttributeReader.Of(property.DeclaringType!).Input(property) is { } attribute)
                members.Add(new Member(attribute, property.Name, MemberAccess.Reader(property, MemberAccess.BackingField(property, type, fields))));
        }

        return [.. members];
    }

    internal sealed class Member(InputAttribute attribute, string memberName, Func<object, object?> read)
    {
        public string Name { get; } = attribute.Name;

        public bool IsRequired { get; } = attribute.IsRequired;

        public bool IsJson { get; } = attribute.IsJson;

        public string MemberName { get; } = memberName;

        public Func<object, object?> Read { get; } = read;
    }
}
