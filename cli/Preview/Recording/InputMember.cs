using System.Reflection;
using Pulumi;

namespace SecureApi.Cli.Preview.Recording;

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
