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
    private HashSet<Resource>? dependencies;

    /// <summary>The values of <paramref name="args"/>, with their marks and dependencies.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="plain">Their plain values. Of an argument that holds an unknown, Pulumi gives none.</param>
    public static ResolvedArgs Read(InputArgs args, ImmutableDictionary<string, object> plain)
    {
        var reader = new ArgsReader();
        var values = new Dictionary<string, RecordedValue>();
        var sources = new Dictionary<string, IReadOnlySet<Resource>>();
        InputMembers.Read(args, (member, input) =>
        {
            reader.dependencies = null;
            var value = plain.TryGetValue(member.Name, out var given) ? PlainValues.Read(given) : null;
            var marked = reader.Mark(member, input, value);
            if (marked is null)
                return;

            values.Add(member.Name, marked);
            if (reader.dependencies is { } found)
                sources.Add(member.Name, found);
        });

        return new(new RecordedMap(values), sources);
    }

    // Null for an argument that was set to nothing.
    private RecordedValue? Mark(InputMember member, object input, RecordedValue? value)
    {
        var (isKnown, isSecret) = Inspect(input);
        if (value is null)
            return isKnown && !HoldsUnknown(member, input) ? null : RecordedUnknown.Instance;
        if (isSecret)
            return new RecordedSecret(value);
        if (member.Nested is null)
            return value;

        member.Nested.Read(input, (key, nested) => value = Replace(value, key, inner => MarkNested(nested, inner)));
        return value;
    }

    private RecordedValue MarkNested(InputArgs args, RecordedValue value)
    {
        if (value is not RecordedMap map)
            return value;

        var entries = default(Dictionary<string, RecordedValue>);
        InputMembers.Read(args, (member, input) =>
        {
            if (map[member.Name] is { } entry && Mark(member, input, entry) is { } marked && !ReferenceEquals(marked, entry))
                (entries ??= map.ToDictionary())[member.Name] = marked;
        });
        return entries is null ? value : new RecordedMap(entries);
    }

    private bool HoldsUnknown(InputMember member, object input)
    {
        var found = false;
        member.Nested?.Read(input, (_, nested) => InputMembers.Read(nested, (inner, value) =>
            found |= !Inspect(value).IsKnown || HoldsUnknown(inner, value)));
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

    // Formatting is the one way of Pulumi to combine inputs of any type; the text itself is not looked at.
    private (bool IsKnown, bool IsSecret) Inspect(object input)
    {
        if (input is InputArgs)
            return (true, false);

        var output = Output.Format(FormattableStringFactory.Create("{0}", input));
        var sources = Completed.Result(OutputUtilities.GetDependenciesAsync(output));
        if (!sources.IsEmpty)
            (dependencies ??= []).UnionWith(sources);
        return (Completed.Result(OutputUtilities.GetIsKnownAsync(output)), Completed.Result(Output.IsSecretAsync(output)));
    }
}
