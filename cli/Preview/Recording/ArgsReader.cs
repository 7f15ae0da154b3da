using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pulumi;
using Pulumi.Utilities;

namespace SecureApi.Cli.Preview.Recording;

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
        var values = PlainValues.Read(plain);
        var marked = default(Dictionary<string, RecordedValue>);
        var sources = new Dictionary<string, IReadOnlySet<Resource>>();
        foreach (var (member, input) in InputMembers.Read(args))
        {
            var name = member.NameIn(values);
            reader.dependencies = null;
            if (name.Length == 0 || reader.Mark(member, input, values[name]) is not { } value)
                continue;

            if (!ReferenceEquals(value, values[name]))
                (marked ??= values.ToDictionary())[name] = value;
            if (reader.dependencies is { } found)
                sources.Add(name, found);
        }

        return new(marked is null ? values : new RecordedMap(marked), sources);
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

        member.Nested.Read(input, (key, nested) => value = Replace(value, key, inner => MarkNested(nested, inner)));
        return value;
    }

    // What nested arguments come from belongs to the argument that they are in.
    private RecordedValue MarkNested(InputArgs args, RecordedValue value)
    {
        if (value is not RecordedMap map)
            return value;

        var entries = default(Dictionary<string, RecordedValue>);
        foreach (var (member, input) in InputMembers.Read(args))
        {
            if (map[member.NameIn(map)] is { } entry && Mark(member, input, entry) is { } marked && !ReferenceEquals(marked, entry))
                (entries ??= map.ToDictionary())[member.NameIn(map)] = marked;
        }

        return entries is null ? value : new RecordedMap(entries);
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

/// <summary>Arguments with their values, and the resources that each came from.</summary>
/// <param name="Values">The values; an argument that was not given is absent.</param>
/// <param name="Dependencies">For each argument that came from resources, these.</param>
internal sealed record ResolvedArgs(RecordedMap Values, IReadOnlyDictionary<string, IReadOnlySet<Resource>> Dependencies);

/// <summary>Results of work that has ended.</summary>
internal static class Completed
{
    /// <summary>The result of <paramref name="task"/>.</summary>
    /// <exception cref="NotCompletedException">The work goes on.</exception>
    public static T Result<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new NotCompletedException(task);
}

/// <summary>An argument was read before its value was there: read it again when the work has ended.</summary>
/// <param name="work">Ends when the value is there.</param>
internal sealed class NotCompletedException(Task work) : Exception("An argument was read before its value was there.")
{
    /// <summary>Ends when the value is there.</summary>
    public Task Work { get; } = work;
}
