using System.Collections.Immutable;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>The number of resources of one type.</summary>
/// <param name="Type">The type token.</param>
/// <param name="Count">The number.</param>
public sealed record TypeTotal(string Type, int Count);

/// <summary>What a preview says about a stack, in every format.</summary>
public sealed class PreviewReport
{
    /// <summary>Makes the report of a stack.</summary>
    /// <param name="stack">The recorded stack.</param>
    /// <param name="warnings">What a reader must know before trusting the preview.</param>
    /// <param name="prices">The unit prices of the stack's region; null when there are none.</param>
    public PreviewReport(RecordedStack stack, ImmutableArray<string> warnings, PriceList? prices = null)
    {
        Stack = stack;
        Index = new ResourceIndex(stack);
        Warnings = [.. warnings, .. stack.Unknowns.Select(Describe)];
        Totals =
        [
            .. stack.Resources.Where(resource => resource.IsCustom)
                .CountBy(resource => resource.Type)
                .Select(type => new TypeTotal(type.Key, type.Value))
                .OrderByDescending(total => total.Count)
                .ThenBy(total => total.Type, StringComparer.Ordinal),
        ];
        Costs = new CostEstimate(stack, Index, prices);
    }

    /// <summary>The recorded stack.</summary>
    public RecordedStack Stack { get; }

    /// <summary>What a reader must know before trusting the preview.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>The number of resources of each type, the most frequent type first.</summary>
    public ImmutableArray<TypeTotal> Totals { get; }

    /// <summary>What the stack costs a month.</summary>
    public CostEstimate Costs { get; }

    /// <summary>The number of resources that a provider manages.</summary>
    public int ResourceCount => Stack.Resources.Count(resource => resource.IsCustom);

    /// <summary>The number of components.</summary>
    public int ComponentCount => Stack.Resources.Count(resource => !resource.IsCustom) - 1;

    internal ResourceIndex Index { get; }

    /// <summary>One line about a resource. Secrets appear as their mask.</summary>
    /// <param name="resource">A resource of the stack.</param>
    public string Facts(RecordedResource resource) => ResourceFacts.Of(resource, Index);

    private string Describe(UnknownValue unknown)
    {
        var sources = unknown.Sources.IsEmpty ? "" : $" It may come from {string.Join(" or ", unknown.Sources)}.";
        return $"{Stack.Find(unknown.Urn)}: {unknown.Property} is unknown, because an output has no placeholder.{sources}";
    }
}
