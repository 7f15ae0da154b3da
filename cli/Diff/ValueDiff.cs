using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Diff;

/// <summary>A part of a resource that differs.</summary>
/// <param name="Path">Where it is: <c>policy.Statement[Sid=Read].Action</c>.</param>
/// <param name="Before">What it was; null when it was not there.</param>
/// <param name="After">What it becomes; null when it goes.</param>
internal sealed record ValueChange(string Path, RecordedValue? Before, RecordedValue? After)
{
    /// <summary>The argument that holds it.</summary>
    public string Property => Path.Split('.', '[')[0];

    /// <summary>Why it differs although both sides read the same; empty when they do not.</summary>
    public string Note { get; init; } = "";
}

/// <summary>Finds the parts in which two values differ, the smallest that say it.</summary>
internal sealed class ValueDiff
{
    // What tells the items of a list apart, in policies, containers, rules and queries.
    private static readonly string[] Identities = ["Sid", "sid", "name", "Name", "id", "key", "priority", "capacityProvider", "containerName", "containerPort"];

    private readonly ImmutableArray<ValueChange>.Builder changes = ImmutableArray.CreateBuilder<ValueChange>();
    private readonly ImmutableArray<string>.Builder unknown = ImmutableArray.CreateBuilder<string>();

    /// <summary>Compares two sets of arguments.</summary>
    public static (ImmutableArray<ValueChange> Changes, ImmutableArray<string> Unknown) Between(RecordedMap before, RecordedMap after)
    {
        var diff = new ValueDiff();
        diff.Compare("", before, after);
        return (diff.changes.ToImmutable(), diff.unknown.ToImmutable());
    }

    private void Compare(string path, RecordedValue? before, RecordedValue? after)
    {
        if (Equals(before, after) || (IsNothing(before) && IsNothing(after)))
            return;
        switch (before, after)
        {
            case (RecordedSecret { Revealed: RecordedUnknown }, not null) or (not null, RecordedSecret { Revealed: RecordedUnknown }):
            case (RecordedUnknown, not null) or (not null, RecordedUnknown):
                unknown.Add(path);
                break;
            case (RecordedMap left, RecordedMap right):
                foreach (var name in left.Names.Union(right.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal))
                    Compare(path.Length == 0 ? name : $"{path}.{name}", left[name], right[name]);
                break;
            case (RecordedList left, RecordedList right):
                CompareLists(path, left, right);
                break;
            case (RecordedText left, RecordedText right) when left.Value.Contains('\n', StringComparison.Ordinal) && right.Value.Contains('\n', StringComparison.Ordinal):
                CompareLists(path, Lines(left), Lines(right));
                break;
            // The engine and its state write some numbers and truth values as text.
            case (RecordedText or RecordedNumber or RecordedBoolean, RecordedText or RecordedNumber or RecordedBoolean) when before.ToString() == after.ToString():
                break;
            default:
                changes.Add(new ValueChange(path, IsNothing(before) ? null : before, IsNothing(after) ? null : after));
                break;
        }
    }

    private static bool IsNothing(RecordedValue? value) => value is null or RecordedNull or RecordedMap { Count: 0 } or RecordedList { Count: 0 };

    private static RecordedList Lines(RecordedText text) => new([.. text.Value.TrimEnd('\n').Split('\n').Select(line => new RecordedText(line))]);

    private void CompareLists(string path, RecordedList before, RecordedList after)
    {
        if (IdentityOf(before, after) is { } identity)
        {
            var (left, right) = (ByIdentity(before, identity), ByIdentity(after, identity));
            foreach (var key in left.Keys.Union(right.Keys, StringComparer.Ordinal))
                Compare($"{path}[{identity}={key}]", left.GetValueOrDefault(key), right.GetValueOrDefault(key));
            return;
        }

        // The widgets of a dashboard move down when others come: where they stand says nothing.
        if (AreWidgets(before) && AreWidgets(after))
            (before, after) = (WithoutPlace(before), WithoutPlace(after));

        // What both have is left out; what remains is compared in order when it is as much on both sides.
        var (gone, come) = (Without(before, after), Without(after, before));
        if (gone.Count == 0 && come.Count == 0)
        {
            changes.Add(new ValueChange($"{path} (order)", new RecordedText("the same items"), new RecordedText(Equals(before, after) ? "in other places" : "in another order")));
            return;
        }

        if (gone.Count == come.Count)
        {
            for (var index = 0; index < gone.Count; index++)
                Compare($"{path}[{(gone[index].At == come[index].At ? gone[index].At : come[index].At)}]", gone[index].Item, come[index].Item);
            return;
        }

        foreach (var (item, at) in gone)
            changes.Add(new ValueChange($"{path}[{at}]", item, null));
        foreach (var (item, at) in come)
            changes.Add(new ValueChange($"{path}[{at}]", null, item));
    }

    private static bool AreWidgets(RecordedList list) => list.Count > 0 && list.All(item => item is RecordedMap map && map["x"] is RecordedNumber && map["y"] is RecordedNumber && map["type"] is RecordedText);

    private static RecordedList WithoutPlace(RecordedList list) => new([.. list.Cast<RecordedMap>().Select(map => new RecordedMap(map.Where(entry => entry.Key is not ("x" or "y" or "width" or "height"))))]);

    private static string? IdentityOf(RecordedList before, RecordedList after) =>
        before.Count == 0 || after.Count == 0
            ? null
            : Identities.FirstOrDefault(identity => Array.TrueForAll([before, after], list =>
                list.All(item => item is RecordedMap map && map[identity] is RecordedText or RecordedNumber)
                && list.Select(item => ((RecordedMap)item)[identity]!.ToString()).Distinct(StringComparer.Ordinal).Count() == list.Count));

    private static Dictionary<string, RecordedValue> ByIdentity(RecordedList list, string identity) =>
        list.ToDictionary(item => ((RecordedMap)item)[identity]!.ToString()!, StringComparer.Ordinal);

    private static List<(RecordedValue Item, int At)> Without(RecordedList list, RecordedList others)
    {
        var left = others.ToList();
        return [.. list.Select((item, at) => (item, at)).Where(entry => !left.Remove(entry.item))];
    }
}
