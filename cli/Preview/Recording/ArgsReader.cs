using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Pulumi;
using Pulumi.Utilities;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>
/// Adds to the plain values that Pulumi gives to mocks what only a resource's arguments know: which values are secret or
/// unknown, and which resources they come from.
/// </summary>
internal static class ArgsReader
{
    private static readonly ConcurrentDictionary<Type, ImmutableArray<InputMember>> Members = new();

    private static readonly MethodInfo ReadInputOfType = ((Delegate)ReadInputAsync<object>).Method.GetGenericMethodDefinition();

    /// <summary>The values of <paramref name="args"/>, with their marks and dependencies.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="plain">Their plain values. Pulumi leaves out an argument that holds an unknown.</param>
    public static async Task<ResolvedArgs> ReadAsync(InputArgs args, ImmutableDictionary<string, object> plain)
    {
        var values = PlainValues.Read(plain).ToDictionary();
        var dependencies = new Dictionary<string, IReadOnlySet<Resource>>();
        foreach (var input in await InputsAsync(args))
        {
            var sources = new HashSet<Resource>();
            if (Mark(input, values.GetValueOrDefault(input.Name), sources) is not { } value)
                continue;

            values[input.Name] = value;
            if (sources.Count > 0)
                dependencies.Add(input.Name, sources);
        }

        return new(new RecordedMap(values), dependencies);
    }

    // Null for an argument that was set to nothing. The sources of nested arguments belong to the argument that holds them.
    private static RecordedValue? Mark(RecordedInput input, RecordedValue? value, HashSet<Resource> sources)
    {
        sources.UnionWith(input.Sources);
        if (value is null)
            return input.HoldsUnknown ? RecordedUnknown.Instance : null;
        if (input.IsSecret)
            return new RecordedSecret(value);

        foreach (var (key, inputs) in input.Nested)
        {
            value = (value, key) switch
            {
                (RecordedList list, int place) => new RecordedList([.. list.Select((item, index) => index == place ? MarkAll(inputs, item, sources) : item)]),
                (RecordedMap map, string name) => map.Select((other, entry) => other == name ? MarkAll(inputs, entry, sources) : entry),
                (_, null) => MarkAll(inputs, value, sources),
                _ => value,
            };
        }

        return value;
    }

    private static RecordedValue MarkAll(ImmutableArray<RecordedInput> inputs, RecordedValue value, HashSet<Resource> sources)
    {
        if (value is not RecordedMap map)
            return value;

        var entries = map.ToDictionary();
        foreach (var input in inputs)
        {
            if (entries.TryGetValue(input.Name, out var entry) && Mark(input, entry, sources) is { } marked)
                entries[input.Name] = marked;
        }

        return new RecordedMap(entries);
    }

    private static async Task<ImmutableArray<RecordedInput>> InputsAsync(InputArgs args)
    {
        var inputs = ImmutableArray.CreateBuilder<RecordedInput>();
        foreach (var member in Members.GetOrAdd(args.GetType(), static type => [.. MembersOf(type)]))
        {
            if (member.Value(args) is { } value)
                inputs.Add(await member.ReadAsync(member.Name, value));
        }

        return inputs.ToImmutable();
    }

    private static IEnumerable<InputMember> MembersOf(Type type)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var members = type.GetProperties(Any).Select(property => (Member: (MemberInfo)property, Type: property.PropertyType, Value: (Func<object, object?>)property.GetValue))
            .Concat(type.GetFields(Any).Select(field => ((MemberInfo)field, field.FieldType, (Func<object, object?>)field.GetValue)));
        foreach (var (member, memberType, value) in members)
        {
            // InputAttribute keeps its name to itself; the metadata have it.
            if (member.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType == typeof(InputAttribute)) is { } attribute
                && ReaderOf(memberType) is { } read)
            {
                yield return new((string)attribute.ConstructorArguments[0].Value!, value, read);
            }
        }
    }

    // Null for a member of a plain type: its value is known, and comes from no resource.
    private static Func<string, object, Task<RecordedInput>>? ReaderOf(Type type)
    {
        if (type.IsAssignableTo(typeof(InputArgs)))
            return async (name, value) => new(name, true, false, [], await NestedAsync(value));
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType && ancestor.GetGenericTypeDefinition() == typeof(Input<>))
                return ReadInputOfType.MakeGenericMethod(ancestor.GetGenericArguments()).CreateDelegate<Func<string, object, Task<RecordedInput>>>();
        }

        return null;
    }

    private static async Task<RecordedInput> ReadInputAsync<T>(string name, object input)
    {
        Output<T> output = (Input<T>)input;
        var isKnown = await OutputUtilities.GetIsKnownAsync(output);
        return new(
            name,
            isKnown,
            await Output.IsSecretAsync(output),
            await OutputUtilities.GetDependenciesAsync(output),
            isKnown ? await NestedAsync(await OutputUtilities.GetValueAsync(output)) : []);
    }

    private static async Task<ImmutableArray<(object? Key, ImmutableArray<RecordedInput> Inputs)>> NestedAsync(object? value)
    {
        IEnumerable<(object? Key, object? Value)> items = value switch
        {
            InputArgs => [(null, value)],
            IDictionary map => map.Keys.Cast<object>().Select(key => ((object?)key, map[key])),
            string or null => [],
            IEnumerable list => list.Cast<object?>().Select((item, index) => ((object?)index, item)),
            _ => [],
        };
        var nested = ImmutableArray.CreateBuilder<(object?, ImmutableArray<RecordedInput>)>();
        foreach (var (key, item) in items)
        {
            if (item is InputArgs args)
                nested.Add((key, await InputsAsync(args)));
        }

        return nested.ToImmutable();
    }

    private sealed record InputMember(string Name, Func<object, object?> Value, Func<string, object, Task<RecordedInput>> ReadAsync);

    // What one argument knows; of nested arguments objects by their index or name, or by none for a single one.
    private sealed record RecordedInput(
        string Name, bool IsKnown, bool IsSecret, ImmutableHashSet<Resource> Sources, ImmutableArray<(object? Key, ImmutableArray<RecordedInput> Inputs)> Nested)
    {
        public bool HoldsUnknown => !IsKnown || Nested.Any(nested => nested.Inputs.Any(input => input.HoldsUnknown));
    }
}

/// <summary>Arguments with their values, and the resources that each came from.</summary>
/// <param name="Values">The values; an argument that was not given is absent.</param>
/// <param name="Dependencies">For each argument that came from resources, these.</param>
internal sealed record ResolvedArgs(RecordedMap Values, IReadOnlyDictionary<string, IReadOnlySet<Resource>> Dependencies);
