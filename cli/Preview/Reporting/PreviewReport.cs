using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>What a preview says about a stack, for every renderer.</summary>
public sealed class PreviewReport
{
    private readonly KeyFacts facts;

    /// <summary>Makes the report of <paramref name="stack"/>.</summary>
    /// <param name="stack">The recorded stack.</param>
    /// <param name="warnings">What a reader must know before trusting the picture.</param>
    public PreviewReport(RecordedStack stack, ImmutableArray<string> warnings)
    {
        Stack = stack;
        Index = new ResourceIndex(stack);
        facts = new KeyFacts(Index);
        Warnings = [.. warnings, .. stack.Unknowns.Select(Describe)];
        Totals = Count(stack);
        Costs = CostInventory.Of(stack);
    }

    /// <summary>The recorded stack.</summary>
    public RecordedStack Stack { get; }

    /// <summary>What a reader must know before trusting the picture.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>How many resources there are of each type; the most frequent first.</summary>
    public ImmutableArray<TypeTotal> Totals { get; }

    /// <summary>What AWS bills for as long as the stack exists.</summary>
    public ImmutableArray<CostLine> Costs { get; }

    /// <summary>How many resources a provider manages.</summary>
    public int ResourceCount => Stack.Resources.Count(resource => resource.IsCustom);

    /// <summary>How many components there are.</summary>
    public int ComponentCount => Stack.Resources.Count(resource => !resource.IsCustom) - 1;

    internal ResourceIndex Index { get; }

    /// <summary>One line about a resource; secrets appear as their mask.</summary>
    /// <param name="resource">A resource of the stack.</param>
    public string Facts(RecordedResource resource) => facts.Of(resource);

    private static ImmutableArray<TypeTotal> Count(RecordedStack stack)
    {
        var totals = new List<TypeTotal>();
        foreach (var group in stack.Resources.Where(resource => resource.IsCustom).GroupBy(resource => resource.Type))
            totals.Add(new(group.Key, group.Count()));
        totals.Sort(static (first, second) => second.Count != first.Count
            ? second.Count.CompareTo(first.Count)
            : string.CompareOrdinal(first.Type, second.Type));
        return [.. totals];
    }

    private string Describe(UnknownValue unknown)
    {
        var sources = unknown.Sources.IsEmpty ? "" : $" It may come from {string.Join(" or ", unknown.Sources)}.";
        return $"{Stack.Find(unknown.Urn)}: {unknown.Property} is unknown, because an output has no placeholder.{sources}";
    }
}
