using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pulumi;
using Pulumi.Utilities;

namespace SecureApi.Preview.Recording;

/// <summary>
/// Puts together what Pulumi's mocks are told, the plain values of a resource's arguments, with what the arguments
/// themselves know: what is secret, what is unknown, and which resources it comes from.
/// </summary>
/// <remarks>Only for arguments whose outputs have all completed: it never waits.</remarks>
internal sealed class ArgsReader
{
    // Formatting is the one way of Pulumi to take an input of any type; the text itself is not wanted.
    private static readonly string NoText = "";

    private HashSet<Resource>? dependencies;

    /// <summary>The values of <paramref name="args"/>, with their marks and dependencies.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="plain">Their plain values. Of an argument that holds an unknown, Pulumi gives none.</param>
    public static ResolvedArgs Read(InputArgs args, ImmutableDictionary<string, object> plain)
    {
        var reader = new ArgsReader();
        var sources = new Dictionary<string, IReadOnlySet<Resource>>();
        var values = reader.Mark(args, PlainValues.Read(plain), (name, found) => sources.Add(name, found));
        return new(values, sources);
    }

    // The values with what the arguments know of them. What is told of the resources behind an argument is kept for the
    // argument around it where nobody takes it.
    private RecordedMap Mark(InputArgs args, RecordedMap values, Action<string, HashSet<Resource>>? take = null)
    {
        var inputs = InputMembers.Read(args);
        var changed = default(Dictionary<string, RecordedValue>);
        foreach (var input in inputs)
        {
            var member = input.Member;
            if (member.NameIn(values) is not { Length: > 0 } name)
                continue;

            if (take is not null)
                dependencies = null;
            var value = values[name];
            if ((take is null && value is null) || Mark(member, input.Value, value) is not { } marked)
                continue;
            if (!ReferenceEquals(marked, value))
                (changed ??= values.ToDictionary())[name] = marked;
            if (dependencies is not null)
                take?.Invoke(name, dependencies);
        }

        return changed is null ? values : new RecordedMap(changed);
    }

    // Null for an argument that was set to nothing.
    private RecordedValue? Mark(InputMember member, object input, RecordedValue? value)
    {
        var (isKnown, isSecret, sources) = Inspect(input);
        if (!sources.IsEmpty)
            (dependencies ??= []).UnionWith(sources);
        if (value is null)
            return isKnown && !HoldsUnknown(member, input) ? null : RecordedUnknown.Instance;
        if (isSecret)
            return new RecordedSecret(value);
        if (member.Nested is null)
            return value;

        member.Nested.Read(input, (key, nested) => value = Replace(value, key, inner => inner is RecordedMap map ? Mark(nested, map) : inner));
        return value;
    }

    private static bool HoldsUnknown(InputMember member, object input)
    {
        var found = false;
        member.Nested?.Read(input, (_, nested) => found |= InputMembers.Read(nested).Exists(inner =>
            !Inspect(inner.Value).IsKnown || HoldsUnknown(inner.Member, inner.Value)));
        return found;
    }

    private static RecordedValue Replace(RecordedValue value, object? key, Func<RecordedValue, RecordedValue> change)
    {
        switch (value, key)
        {
            case (RecordedList list, int index) when index < list.Count:
                var item = change(list[index]);
                return ReferenceEquals(item, list[index]) ? list : list.With(index, item);
            case (RecordedMap map, string name) when map[name] is { } entry:
                var changed = change(entry);
                return ReferenceEquals(changed, entry) ? map : map.Select((other, old) => other == name ? changed : old);
            case (_, null):
                return change(value);
            default:
                return value;
        }
    }

    private static (bool IsKnown, bool IsSecret, ImmutableHashSet<Resource> Sources) Inspect(object input) => input switch
    {
        Input<string> text => Inspect((Output<string>)text),
        Input<bool> truth => Inspect((Output<bool>)truth),
        Input<int> number => Inspect((Output<int>)number),
        InputArgs => (true, false, []),
        _ => Inspect(Output.Format(FormattableStringFactory.Create(NoText, input))),
    };

    private static (bool IsKnown, bool IsSecret, ImmutableHashSet<Resource> Sources) Inspect<T>(Output<T> output) => (
        Completed.Result(OutputUtilities.GetIsKnownAsync(output)),
        Completed.Result(Output.IsSecretAsync(output)),
        Completed.Result(OutputUtilities.GetDependenciesAsync(output)));
}
