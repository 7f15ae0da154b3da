using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Gate;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Diff;

/// <summary>A changed value as it is shown. Secrets appear as their mask.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Before">What it was; empty when it was not there.</param>
/// <param name="After">What it becomes; empty when it goes.</param>
/// <param name="Note">Why it changes although it reads the same; empty otherwise.</param>
internal sealed record ShownValue(string Path, string Before, string After, string Note);

/// <summary>A changed resource as it is shown.</summary>
/// <param name="Change">The change.</param>
/// <param name="Name">Short type and short name.</param>
/// <param name="Facts">One line about a resource that is new or goes, or what a replacement means.</param>
/// <param name="Values">The changed values.</param>
/// <param name="Gate">What the replace gate says; null when it has no objection.</param>
internal sealed record ShownChange(ResourceChange Change, string Name, string Facts, ImmutableArray<ShownValue> Values, GateFinding? Gate)
{
    /// <summary>The values to read: those that say more than that another resource is replaced, if there are any.</summary>
    public IEnumerable<ShownValue> Told => Change.IsConsequence ? Values : Values.Where(value => value.Before.Length + value.After.Length > 0);

    /// <summary>What happens to it, in a sign: <c>+</c>, <c>-</c>, <c>~</c>, or <c>±</c> for a replacement.</summary>
    public string Sign => Change.Kind switch { ChangeKind.Create => "+", ChangeKind.Delete => "-", ChangeKind.Replace => "±", _ => "~" };
}

/// <summary>Changes that belong together.</summary>
/// <param name="Title">What is meant by them, or the component that they are in.</param>
/// <param name="Changes">The changes, roots before what only follows from them.</param>
internal sealed record DiffGroup(string Title, ImmutableArray<ShownChange> Changes)
{
    /// <summary>Those to read: without resources that change only because another is replaced.</summary>
    public IEnumerable<ShownChange> Roots => Changes.Where(change => !IsFolded(change));

    /// <summary>How many resources change only because another is replaced.</summary>
    public int Folded => Changes.Count(IsFolded);

    /// <summary>What the gate asks for because of resources that are not listed, a line for each label.</summary>
    /// <param name="listed">The listed ones.</param>
    public IEnumerable<string> GateOfOthers(IReadOnlyCollection<ShownChange> listed)
    {
        const int MostNames = 3;
        return from change in Changes.Except(listed)
               where change.Gate is { IsAllowed: false }
               group change.Name by change.Gate!.Kind.Label into label
               let names = label.ToList()
               select $"{label.Key} for {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}";
    }

    private static bool IsFolded(ShownChange change) => change.Change.IsConsequence;
}

/// <summary>A fixed cost that differs.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Before">The number of units before.</param>
/// <param name="After">The number of units after.</param>
/// <param name="Difference">What it adds to a month; null when the price is missing.</param>
internal sealed record CostChange(string Unit, double Before, double After, decimal? Difference);

/// <summary>What a difference says, in every format.</summary>
internal sealed partial class DiffReport
{
    private readonly StackDiff diff;
    private readonly string prefix;
    private readonly string prefixBefore;
    private readonly Dictionary<string, GateFinding> findings;

    /// <summary>Makes the report.</summary>
    /// <param name="diff">The difference.</param>
    /// <param name="after">The preview of what the stack becomes.</param>
    /// <param name="title">What is compared: <c>main and the working tree</c>.</param>
    /// <param name="labels">The labels of the pull request.</param>
    /// <param name="prices">The price list of the stack's region; null when there is none.</param>
    public DiffReport(StackDiff diff, PreviewReport after, string title, IReadOnlyCollection<string> labels, PriceList? prices)
    {
        (this.diff, After, Title) = (diff, after, title);
        (prefixBefore, prefix) = (PrefixOf(diff.Before.Stack), PrefixOf(diff.After.Stack));
        Before = new PreviewReport(diff.Before.Stack, [], prices?.Region == diff.Before.Stack.Region.Name ? prices : null);
        Gate = GateVerdict.Of(diff, labels);
        findings = Gate.Findings.GroupBy(finding => finding.Resource.ToString(), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        Costs = [.. CostChanges()];
        var custom = diff.Changes.Where(change => change.Resource.IsCustom).ToList();
        Groups = [.. Intents.Of(diff, custom).Select(intent => new DiffGroup(intent.Title, [.. intent.Changes.OrderBy(change => change.IsConsequence).Select(Show)]))];
    }

    /// <summary>The preview of what the stack becomes.</summary>
    public PreviewReport After { get; }

    /// <summary>What is compared.</summary>
    public string Title { get; }

    /// <summary>The changes by what is meant by them.</summary>
    public ImmutableArray<DiffGroup> Groups { get; }

    /// <summary>What the replace gate says.</summary>
    public GateReport Gate { get; }

    /// <summary>What the stack was.</summary>
    public PreviewReport Before { get; }

    /// <summary>The fixed costs that differ.</summary>
    public ImmutableArray<CostChange> Costs { get; }

    /// <summary>How many resources do not differ.</summary>
    public int Unchanged => diff.Unchanged;

    /// <summary>Values that cannot be compared.</summary>
    public ImmutableArray<string> Unknown => diff.Unknown;

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => Groups.IsEmpty;

    /// <summary>How many resources are new, change, are replaced and go.</summary>
    public string Counts
    {
        get
        {
            var all = Groups.SelectMany(group => group.Changes).Select(change => change.Change).ToList();
            (int Count, string Word)[] words =
            [
                (all.Count(change => change.Kind == ChangeKind.Create), "new"),
                (all.Count(change => change.Kind == ChangeKind.Update), "changed"),
                (all.Count(change => change.Kind == ChangeKind.Replace && !IsVersion(change)), "replaced"),
                (all.Count(IsVersion), "with a new version"),
                (all.Count(change => change.Kind == ChangeKind.Delete), "deleted"),
                (Unchanged, "unchanged"),
            ];
            return string.Join(", ", words.Where(word => word.Count > 0).Select(word => $"{word.Count} {word.Word}"));
        }
    }

    /// <summary>The line for no difference.</summary>
    public string Nothing => $"No difference: {Title}, {Unchanged} resources{NotCompared(", ")}.";

    /// <summary>What the gate asks for, in a line.</summary>
    public string GateLine
    {
        get
        {
            var labels = Gate.Findings.Where(finding => !finding.IsAllowed).Select(finding => finding.Kind.Label).Distinct(StringComparer.Ordinal).ToList();
            return labels.Count == 0
                ? Gate.Findings.IsEmpty ? "Replace gate: nothing protected goes." : "Replace gate: all that goes has its label."
                : $"Replace gate: asks for {(labels.Count == 1 ? "the label" : "the labels")} {string.Join(", ", labels)}.";
        }
    }

    /// <summary>What the difference costs a month, in a line; empty when nothing with a price changes.</summary>
    public string CostLine
    {
        get
        {
            var missing = Costs.Where(cost => cost.Difference is null).Select(cost => $"{CostEstimate.Number(cost.Before)} to {CostEstimate.Number(cost.After)} {cost.Unit}").ToList();
            if (Costs.IsEmpty)
                return "";
            if (Before.Costs.Monthly is not { } before || After.Costs.Monthly is not { } after)
                return $"Costs: {string.Join(", ", missing)}; no price list for both sides.";
            var difference = after - before;
            var without = missing.Count > 0 ? $"; without {string.Join(", ", missing)}, whose price is missing" : "";
            return $"Costs a month: {CostEstimate.Money(before)} to {CostEstimate.Money(after)} ({Signed(difference)}; {After.Costs.Prices!.Basis}, tasks at their minimum{without}). Use comes on top.";
        }
    }

    /// <summary>An amount with its sign.</summary>
    public static string Signed(decimal amount) => amount.ToString("+#,##0.00;-#,##0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>How many values could not be compared, and why, after <paramref name="before"/>; empty when all were.</summary>
    public string NotCompared(string before) => Unknown.Length == 0 ? "" : $"{before}{Unknown.Length} {(Unknown.Length == 1 ? "value" : "values")} not comparable (secrets, or known only after a deployment)";

    private IEnumerable<CostChange> CostChanges()
    {
        var (left, right) = (Before.Costs.Fixed.ToDictionary(cost => cost.Key, StringComparer.Ordinal), After.Costs.Fixed.ToDictionary(cost => cost.Key, StringComparer.Ordinal));
        foreach (var key in right.Keys.Union(left.Keys, StringComparer.Ordinal))
        {
            var (before, after) = (left.GetValueOrDefault(key), right.GetValueOrDefault(key));
            if (before?.Quantity != after?.Quantity || before?.Monthly != after?.Monthly)
                yield return new CostChange((after ?? before)!.Unit, before?.Quantity ?? 0, after?.Quantity ?? 0, (after ?? before)!.Monthly is null ? null : (after?.Monthly ?? 0) - (before?.Monthly ?? 0));
        }
    }

    private ShownChange Show(ResourceChange change)
    {
        var facts = change.Kind switch
        {
            ChangeKind.Create => Fact(After.Facts(change.Resource), change),
            ChangeKind.Delete => Before.Facts(change.Resource),
            ChangeKind.Replace => Replacement(change),
            _ => "",
        };
        return new ShownChange(
            change,
            $"{ShortName.OfType(change.Resource.Type)} {Name(change.Resource)}".TrimEnd(),
            Short(facts),
            [.. change.Values.Select(Show)],
            findings.GetValueOrDefault(change.Resource.Urn));
    }

    private string Fact(string facts, ResourceChange change) => diff.Changes.Any(other =>
        other is { Kind: ChangeKind.Delete, Resource.IsCustom: true } && other.Resource.Type == change.Resource.Type && other.Resource.Name == change.Resource.Name)
        ? ResourceFacts.Join([facts, "only its parent is another: an alias would keep it"])
        : facts;

    // Nothing is lost: the old one stays until the new one is used.
    private static bool IsVersion(ResourceChange change) =>
        change is { Kind: ChangeKind.Replace, Resource.Type: "aws:ecs/taskDefinition:TaskDefinition" or "aws:secretsmanager/secretVersion:SecretVersion" };

    private string Name(RecordedResource resource) => ShortName.WithinParent(resource) is { Length: > 0 } name ? name : Short(resource.Name);

    private static string Replacement(ResourceChange change) => change.Resource.Type switch
    {
        _ when IsVersion(change) => "new version",
        _ => $"{string.Join(", ", change.ReplacedBy)} cannot be changed in place",
    };

    private ShownValue Show(ValueChange value)
    {
        var (before, after) = (Text(value.Before), Text(value.After));
        var note = value.Note.Length == 0 && before == after && before.Length > 0 ? "changed" : value.Note;
        (before, after) = Window(before, after);
        return new ShownValue(Path().Replace(value.Path, "[$1]"), before, after, Short(note));
    }

    private string Text(RecordedValue? value) => value is null ? "" : Short(value.ToString()!);

    // What every name of the stack begins with says nothing.
    private string Short(string text) => Digest().Replace(Space().Replace(text, " ").Replace($"{prefix}-", "", StringComparison.Ordinal).Replace($"{prefixBefore}-", "", StringComparison.Ordinal), "$1").Trim();

    // Of long texts the part that differs, with a little around it.
    private static (string Before, string After) Window(string before, string after)
    {
        const int Longest = 160;
        const int Around = 24;
        if (before.Length <= Longest && after.Length <= Longest)
            return (before, after);
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
            start++;
        start = Math.Max(0, start - Around);
        return (Part(before), Part(after));

        string Part(string text)
        {
            if (text.Length <= Longest)
                return text;
            var from = Math.Min(start, text.Length);
            var length = Math.Min(Longest, text.Length - from);
            return $"{(from > 0 ? "…" : "")}{text.Substring(from, length)}{(from + length < text.Length ? "…" : "")}";
        }
    }

    private static string PrefixOf(RecordedStack stack) =>
        stack.Resources.FirstOrDefault(resource => !resource.IsCustom && resource != stack.Root)?.Name ?? $"{stack.Project}-{stack.Name}";

    [GeneratedRegex(@"\[\w+=([^\]]*)\]")]
    private static partial Regex Path();

    [GeneratedRegex("(sha256:[0-9a-f]{12})[0-9a-f]{52}")]
    private static partial Regex Digest();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
