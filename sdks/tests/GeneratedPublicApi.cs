using System.Reflection;

namespace SecureApi.Sdks.Tests;

/// <summary>Writes the public API of types as text, one line a type and an indented one a member.</summary>
public static class GeneratedPublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The lines of one type, its members in ordinal order.</summary>
    public static IEnumerable<string> Lines(Type type) =>
        [Header(type), .. Members(type).Select(line => "  " + line).Order(StringComparer.Ordinal)];

    private static string Header(Type type)
    {
        var kind = type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsSealed ? "sealed class" : "class";
        var parent = type.BaseType == typeof(object) ? "" : " " + Name(type.BaseType!);
        return $"{kind} {type.Namespace}:{type.FullName} :{parent}";
    }

    private static IEnumerable<string> Members(Type type) =>
        type.GetConstructors().Select(constructor => $"ctor({string.Join(", ", constructor.GetParameters().Select(Parameter))})")
            .Concat(type.GetProperties(Declared).Select(Property))
            .Concat(type.GetFields(Declared).Select(field => $"field readonly {Name(field.FieldType)} {field.Name}"))
            .Concat(type.GetMethods(Declared).Where(method => !method.IsSpecialName).Select(Method));

    private static string Property(PropertyInfo property)
    {
        var isStatic = property.GetMethod!.IsStatic ? "static " : "";
        var mark = Mark(property.PropertyType, Nullability.Create(property).ReadState);
        var setter = property.SetMethod is { IsPublic: true } ? "set; " : "";
        return $"prop {isStatic}{Name(property.PropertyType)}{mark} {property.Name} {{ get; {setter}}}";
    }

    private static string Method(MethodInfo method) =>
        $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}({string.Join(", ", method.GetParameters().Select(Parameter))})";

    private static string Parameter(ParameterInfo parameter) =>
        $"{Name(parameter.ParameterType)}{Mark(parameter.ParameterType, Nullability.Create(parameter).ReadState)} {parameter.Name}"
        + (parameter.HasDefaultValue ? " = null" : "");

    private static string Mark(Type type, NullabilityState state) =>
        !type.IsValueType && state == NullabilityState.Nullable ? "?" : "";

    // Types of Pulumi itself and plain System types go without their namespace.
    private static string Name(Type type)
    {
        var name = type.Namespace is "Pulumi" or "System" ? type.Name : type.FullName ?? type.Name;
        if (!type.IsGenericType) return name;
        var definition = type.Namespace is "Pulumi" or "System" ? type.Name : $"{type.Namespace}.{type.Name}";
        return $"{definition[..definition.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
