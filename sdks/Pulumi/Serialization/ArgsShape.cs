using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The inputs of an argument class, read from its attributes once.</summary>
internal sealed class ArgsShape
{
    private static readonly ConcurrentDictionary<Type, ArgsShape> Shapes = new();

    private ArgsShape(Type type)
    {
        // A list or a map has its attribute on the private field behind a property, so fields come into it as well.
        var members = new List<Member>();
        foreach (var field in type.GetFields(MemberAccess.Any))
        {
            if (field.GetCustomAttribute<InputAttribute>() is { } attribute)
                members.Add(new Member(attribute, field.Name, field.GetValue));
        }

        foreach (var property in type.GetProperties(MemberAccess.Any))
        {
            if (property.GetCustomAttribute<InputAttribute>() is { } attribute)
                members.Add(new Member(attribute, property.Name, MemberAccess.Reader(property)));
        }

        Members = [.. members];
    }

    public Member[] Members { get; }

    public static ArgsShape Of(Type type) => Shapes.GetOrAdd(type, static type => new ArgsShape(type));

    internal sealed class Member(InputAttribute attribute, string memberName, Func<object, object?> read)
    {
        public string Name { get; } = attribute.Name;

        public bool IsRequired { get; } = attribute.IsRequired;

        public bool IsJson { get; } = attribute.IsJson;

        public string MemberName { get; } = memberName;

        public Func<object, object?> Read { get; } = read;
    }
}
