using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SecureApi.Cli.Gate;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Diff;

/// <summary>What happens to a resource.</summary>
internal enum ChangeKind
{
    /// <summary>It is new.</summary>
    Create,

    /// <summary>It stays and is changed.</summary>
    Update,

    /// <summary>The provider makes a new one in its place.</summary>
    Replace,

    /// <summary>It goes.</summary>
    Delete,
}

/// <summary>The difference of one resource.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="Before">The resource as it was; null when it is new.</param>
/// <param name="After">The resource as it becomes; null when it goes.</param>
/// <param name="Values">The parts that differ.</param>
/// <param name="ReplacedBy">The arguments that force a replacement.</param>
internal sealed record ResourceChange(
    ChangeKind Kind, ComparableResource? Before, ComparableResource? After, ImmutableArray<ValueChange> Values, ImmutableArray<string> ReplacedBy)
{
    /// <summary>The resource, as it becomes where it stays.</summary>
    public RecordedResource Resource => (After ?? Before)!.Resource;

    /// <summary>What identifies it in both stacks.</summary>
    public string Key => (After ?? Before)!.Key;

    /// <summary>Whether only a resource that is replaced makes it change.</summary>
    public bool IsConsequence => Values.Length > 0 && Values.All(value => value.Note.Length > 0);
}

/// <summary>The difference of two recorded stacks, resource by resource.</summary>
internal sealed partial class StackDiff
{
    // RFC 3849: the preview's IPv6 addresses.
    private const string DocumentationAddresses = "2001:db8:";

    // Outputs that are others after every change of the object, though it is not replaced.
    private static readonly Dictionary<string, string[]> OutputsOfAChange = new(StringComparer.Ordinal)
    {
        ["aws:s3/bucketObjectv2:BucketObjectv2"] = ["versionId", "etag"],
    };

    private readonly Dictionary<string, ResourceChange> changedByLabel = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ResourceChange>.Builder changes = ImmutableArray.CreateBuilder<ResourceChange>();
    private readonly ImmutableArray<string>.Builder unknown = ImmutableArray.CreateBuilder<string>();

    private StackDiff(ComparableStack before, ComparableStack after, bool isState)
    {
        (Before, After) = (before, after);
        var left = before.Resources.ToDictionary(StringComparer.Ordinal);
        foreach (var resource in after.Resources.Values)
        {
            var known = Take(left, after, resource);
            if (known is null)
                Add(new ResourceChange(ChangeKind.Create, null, resource, [], []));
            else
                Compare(known, resource, isState);
        }

        foreach (var resource in left.Values)
            Add(new ResourceChange(ChangeKind.Delete, resource, null, [], []));
        Changes = changes.ToImmutable();
        Unknown = unknown.ToImmutable();
    }

    /// <summary>The stack as it was.</summary>
    public ComparableStack Before { get; }

    /// <summary>The stack as it becomes.</summary>
    public ComparableStack After { get; }

    /// <summary>All resources and components that differ: those that stay in the order of declaration, then those that go.</summary>
    public ImmutableArray<ResourceChange> Changes { get; }

    /// <summary>Values that cannot be compared: secrets without a fingerprint, and what only a deployment tells.</summary>
    public ImmutableArray<string> Unknown { get; }

    /// <summary>How many resources of a provider do not differ.</summary>
    public int Unchanged => After.Stack.Resources.Count(resource => resource.IsCustom) - Changes.Count(change => change.After?.Resource.IsCustom is true);

    /// <summary>Compares two stacks.</summary>
    /// <param name="before">The stack as it was.</param>
    /// <param name="after">The stack as it becomes.</param>
    /// <param name="isState">Whether the first comes from a state: it has values that only AWS gives.</param>
    public static StackDiff Between(ComparableStack before, ComparableStack after, bool isState = false) => new(before, after, isState);

    // By its URN, or by one that it had before.
    private static ComparableResource? Take(Dictionary<string, ComparableResource> left, ComparableStack after, ComparableResource resource)
    {
        if (left.Remove(resource.Key, out var known))
            return known;
        foreach (var alias in resource.Resource.Aliases)
        {
            if (left.Remove(after.KeyOf(alias), out known))
                return known;
        }

        return null;
    }

    private void Add(ResourceChange change)
    {
        changes.Add(change);
        if (change is { Kind: ChangeKind.Update or ChangeKind.Replace, Resource.IsCustom: true })
            changedByLabel[change.After!.Label] = change;
    }

    private void Compare(ComparableResource before, ComparableResource after, bool isState)
    {
        var (values, unknowns) = ValueDiff.Between(before.Inputs, after.Inputs);
        unknown.AddRange(unknowns.Select(path => $"{after.Resource.Type} {after.Resource.Name}: {path}"));
        var found = new List<ValueChange>(values.Where(value => !IsIgnored(after.Resource, value.Path)));
        if (isState)
            KeepKnown(before, after, found);
        found.AddRange(Consequences(after, found));
        // An option of the engine's forces nothing: it is no argument of the provider's.
        var inputs = found.ToList();
        found.AddRange(Options(before.Resource, after.Resource, isState));
        if (found.Count == 0)
            return;

        var forced = after.Resource.IsCustom
            ? inputs.Where(value => ForcedReplacements.Forces(after.Resource.Type, value.Path) || IsReplacedOnChange(after.Resource, value)).Select(value => value.Property).Distinct(StringComparer.Ordinal).ToImmutableArray()
            : [];
        Add(new ResourceChange(forced.IsEmpty ? ChangeKind.Update : ChangeKind.Replace, before, after, [.. found], forced));
    }

    private static bool IsIgnored(RecordedResource resource, string path) =>
        resource.IgnoreChanges.Any(ignored => path == ignored || path.StartsWith($"{ignored}.", StringComparison.Ordinal) || path.StartsWith($"{ignored}[", StringComparison.Ordinal));

    private static bool IsReplacedOnChange(RecordedResource resource, ValueChange value) =>
        resource.ReplaceOnChanges.Any(path => path == "*" || path == value.Property || value.Path.StartsWith(path, StringComparison.Ordinal));

    // A state has what the provider added: only what the program says, or said and no longer does, can be judged.
    private void KeepKnown(ComparableResource before, ComparableResource after, List<ValueChange> found)
    {
        foreach (var value in found.Where(value => IsOfAccount(value, after)).ToList())
        {
            found.Remove(value);
            unknown.Add($"{before.Resource.Type} {before.Resource.Name}: {value.Path}");
        }
    }

    // Made from keys, certificates and addresses, which the program's preview has others of than the deployed stack.
    private static bool IsOfAccount(ValueChange value, ComparableResource resource) =>
        value is { Before: not null, After: not null }
        && (value.After.ToString()!.Contains(DocumentationAddresses, StringComparison.Ordinal) || IsOfKeys(value, resource));

    private static bool IsOfKeys(ValueChange value, ComparableResource resource) => resource.Resource.PropertyDependencies.Where(dependency => dependency.Property == value.Property)
            .SelectMany(dependency => dependency.Urns)
            .Any(urn => ResourceUrn.Parse(urn).Type.StartsWith("tls:", StringComparison.Ordinal))
        && KeyMaterial().Replace(value.Before!.ToString()!, "") == KeyMaterial().Replace(value.After!.ToString()!, "");

    // What is made from the outputs of a resource that is replaced becomes known only after that.
    private IEnumerable<ValueChange> Consequences(ComparableResource after, List<ValueChange> found)
    {
        foreach (var dependency in after.Resource.PropertyDependencies)
        {
            if (found.Exists(value => value.Property == dependency.Property) || IsIgnored(after.Resource, dependency.Property))
                continue;
            var text = after.Inputs[dependency.Property] is { } value ? Everything(value) : "";
            foreach (Match reference in Reference().Matches(text))
            {
                if (!changedByLabel.TryGetValue(reference.Groups[1].Value, out var source) || !IsAnother(source, reference.Groups[2].Value))
                    continue;
                yield return new ValueChange(dependency.Property, null, null) { Note = $"comes from {source.After!.Label}, which is {(source.Kind == ChangeKind.Replace ? "replaced" : "changed")}" };
                break;
            }
        }
    }

    private static bool IsAnother(ResourceChange source, string output) =>
        source.Kind == ChangeKind.Replace || (OutputsOfAChange.TryGetValue(source.Resource.Type, out var outputs) && outputs.Contains(output));

    private static string Everything(RecordedValue value) => value is RecordedSecret ? "" : value.ToString()!;

    private static IEnumerable<ValueChange> Options(RecordedResource before, RecordedResource after, bool isState)
    {
        if (before.Protect != after.Protect)
            yield return Option("protect", before.Protect, after.Protect);
        if (before.RetainOnDelete != after.RetainOnDelete)
            yield return Option("retainOnDelete", before.RetainOnDelete, after.RetainOnDelete);
        if (isState)
            yield break;
        if (!before.IgnoreChanges.SequenceEqual(after.IgnoreChanges))
            yield return new("(ignoreChanges)", List(before.IgnoreChanges), List(after.IgnoreChanges));
        if (!before.ReplaceOnChanges.SequenceEqual(after.ReplaceOnChanges))
            yield return new("(replaceOnChanges)", List(before.ReplaceOnChanges), List(after.ReplaceOnChanges));

        static ValueChange Option(string name, bool before, bool after) => new($"({name})", new RecordedBoolean(before), new RecordedBoolean(after));
        static RecordedList List(ImmutableArray<string> items) => new([.. items.Select(item => new RecordedText(item))]);
    }

    [GeneratedRegex("[0-9a-f]{16,}")]
    private static partial Regex KeyMaterial();

    [GeneratedRegex(@"\$\{(.+?)\.(\w+)(?:[.\[][^}]*)?\}")]
    private static partial Regex Reference();
}
