using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>Writes what a program can use of an assembly: one line a type or member, with nullability and defaults.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The lines of all exported types but those of which there is only the name, in ordinal order.</summary>
    public static IEnumerable<string> Lines(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => !IsNameOnly(type)).SelectMany(Lines).Order(StringComparer.Ordinal);

    /// <summary>Whether a local SDK has only the name of a published type: its use is an error.</summary>
    public static bool IsNameOnly(Type type) => type.GetCustomAttribute<ObsoleteAttribute>() is { IsError: true };

    private static IEnumerable<string> Lines(Type type)
    {
        var name = Name(type);
        yield return $"{name}: {Kind(type)}{Bases(type)}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield return $"{name} {Method(type.GetMethod("Invoke")!)}";
            yield break;
        }

        foreach (var member in type.GetMembers(Declared).Select(Member).OfType<string>())
            yield return $"{name} {member}";
    }

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsOpen(constructor) && !constructor.IsStatic => $"{Access(constructor)}constructor({Parameters(constructor)})",
        MethodInfo method when IsOpen(method) && !IsAccessor(method) => Method(method),
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsOpen) => Property(property),
        FieldInfo { IsPublic: true } field => $"{(field.IsStatic ? "static " : "")}field {Name(Nullability.Create(field))} {field.Name}{(field.IsInitOnly ? " readonly" : "")}",
        _ => null,
    };

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsAccessor(MethodInfo method)
        => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Kind(Type type)
        => typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";

    private static string Bases(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
            return "";
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        IEnumerable<Type> bases = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : [];
        return string.Concat(bases
            .Concat(type.GetInterfaces().Except(inherited).Where(face => face.IsPublic).OrderBy(Name, StringComparer.Ordinal))
            .Select(item => " " + Name(item)));
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsOpen)
            .Select(accessor => $"{Access(accessor)}{(accessor.ReturnType == typeof(void) ? "set" : "get")};").Order(StringComparer.Ordinal);
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        var kind = property.GetAccessors(nonPublic: true)[0].IsStatic ? "static property" : "property";
        return $"{kind} {Name(Nullability.Create(property))} {property.Name}{index} {{ {string.Join(' ', accessors)} }}";
    }

    private static string Method(MethodInfo method)
    {
        var kind = method.IsStatic ? "static " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
        var generic = method.IsGenericMethodDefinition
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name + Constraints(argument)))}>"
            : "";
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Access(method)}{kind}{Name(Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({extension}{Parameters(method)})";
    }

    private static string Constraints(Type argument)
    {
        var constraints = argument.GetGenericParameterConstraints().Select(Name)
            .Concat(argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : []);
        return string.Concat(constraints.Select(constraint => " : " + constraint));
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var modifier = parameter.IsOut ? "out " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var value = parameter.HasDefaultValue
            ? string.Create(CultureInfo.InvariantCulture, $" = {parameter.DefaultValue ?? "null"}")
            : "";
        return $"{modifier}{Name(Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Name(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var mark = !type.IsValueType && !type.IsGenericParameter && info.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
            return $"{Name(info.ElementType!)}[]{mark}";
        return info.GenericTypeArguments.Length == 0
            ? Name(type) + mark
            : $"{Simple(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Name))}>{mark}";
    }

    private static string Name(Type type)
        => type.IsArray ? $"{Name(type.GetElementType()!)}[]"
            : type.IsGenericType ? $"{Simple(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : Simple(type);

    private static string Simple(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        var name = type.IsNested ? $"{Simple(type.DeclaringType!)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : name[..tick];
    }
}
