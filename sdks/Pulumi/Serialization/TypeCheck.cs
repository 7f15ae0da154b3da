using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>Tells which types a property of a resource may have.</summary>
internal static class TypeCheck
{
    private static readonly ConcurrentDictionary<Type, Type> Passed = new();

    /// <summary>Throws if a property cannot have the type.</summary>
    public static void Run(TypePlace place, Type type)
    {
        if (IsSimple(type) || Passed.ContainsKey(type))
            return;

        var seen = new HashSet<Type>();
        Run(place, type, seen);
        foreach (var passed in seen)
            Passed[passed] = passed;
    }

    private static void Run(TypePlace place, Type type, HashSet<Type> seen)
    {
        // Types may be recursive.
        if (IsSimple(type) || Passed.ContainsKey(type) || !seen.Add(type))
            return;

        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
        {
            RunEnum(type);
            return;
        }

        if (type.IsConstructedGenericType)
        {
            RunGeneric(place, type, seen);
            return;
        }

        if (!type.IsDefined(typeof(OutputTypeAttribute)))
        {
            throw new InvalidOperationException(
                $"""
                {place} contains invalid type {type.FullName}. Allowed types are:
                    String, Boolean, Int32, Double,
                    Nullable<...>, ImmutableArray<...> and ImmutableDictionary<string, ...> or
                    a class explicitly marked with the [{nameof(OutputTypeAttribute)}].
                """);
        }

        var constructor = OutputConstructor(type) ?? throw new InvalidOperationException(
            $"{type.FullName} had [{nameof(OutputTypeAttribute)}], but did not contain constructor marked with [{nameof(OutputConstructorAttribute)}].");
        foreach (var parameter in constructor.GetParameters())
            Run(new TypePlace(type, parameter.Name!, IsParameter: true), parameter.ParameterType, seen);
    }

    /// <summary>The marked constructor of an output type, or its only public one.</summary>
    public static ConstructorInfo? OutputConstructor(Type type)
    {
        var constructors = type.GetConstructors(MemberAccess.Any);
        foreach (var constructor in constructors)
        {
            if (constructor.IsDefined(typeof(OutputConstructorAttribute)))
                return constructor;
        }

        ConstructorInfo[] open = [.. constructors.Where(constructor => constructor.IsPublic)];
        return open.Length == 1 ? open[0] : null;
    }

    private static bool IsSimple(Type type)
        => type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(double) || type == typeof(object)
            || type == typeof(Asset) || type == typeof(Archive) || type == typeof(AssetOrArchive)
            || typeof(Resource).IsAssignableFrom(type)
            || (type.IsEnum && type.GetEnumUnderlyingType() == typeof(int));

    private static void RunGeneric(TypePlace place, Type type, HashSet<Type> seen)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (definition == typeof(ImmutableDictionary<,>))
        {
            if (arguments[0] != typeof(string))
            {
                throw new InvalidOperationException(
                    $"""
                    {place} contains invalid type {type.FullName}:
                        The only allowed ImmutableDictionary 'TKey' type is 'String'.
                    """);
            }

            Run(place, arguments[1], seen);
        }
        else if (definition == typeof(Nullable<>) || definition == typeof(ImmutableArray<>) || definition == typeof(Union<,>) || definition == typeof(Output<>))
        {
            foreach (var argument in arguments)
                Run(place, argument, seen);
        }
        else
        {
            throw new InvalidOperationException(
                $"""
                {place} contains invalid type {type.FullName}:
                    The only generic types allowed are ImmutableArray<...> and ImmutableDictionary<string, ...>
                """);
        }
    }

    private static void RunEnum(Type type)
    {
        foreach (var underlying in (Type[])[typeof(string), typeof(double)])
        {
            if (type.GetConstructor(MemberAccess.Any, [underlying]) is null)
                continue;
            if (type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type])?.ReturnType == underlying)
                return;
            throw new InvalidOperationException(
                $"{type.FullName} had [{nameof(EnumTypeAttribute)}], but did not contain an explicit conversion operator to {underlying.FullName}.");
        }

        throw new InvalidOperationException(
            $"{type.FullName} had [{nameof(EnumTypeAttribute)}], but did not contain constructor with a single String or Double parameter.");
    }
}
