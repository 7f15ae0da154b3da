using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>
/// The values of a resource that matter to a reader: a few words for each type that this program knows, and the first
/// simple arguments of any other.
/// </summary>
internal sealed class KeyFacts(ResourceIndex index)
{
    private const int MostFallbackFacts = 3;
    private const int LongestFallbackFact = 60;

    /// <summary>One line about <paramref name="resource"/>; empty when there is nothing to say. Secrets appear as their mask.</summary>
    public string Of(RecordedResource resource)
    {
        if (!resource.IsCustom)
            return "";

        var facts = new FactList();
        var known = NetworkFacts.Add(facts, resource, index)
            || EdgeFacts.Add(facts, resource, index)
            || ComputeFacts.Add(facts, resource)
            || SecurityFacts.Add(facts, resource)
            || ObservabilityFacts.Add(facts, resource);
        if (!known)
            AddSimple(facts, resource);
        return facts.AddIf(resource.Protect, "protected").ToString();
    }

    private static void AddSimple(FactList facts, RecordedResource resource)
    {
        var count = 0;
        foreach (var (name, value) in resource.Inputs)
        {
            if (value is not (RecordedText or RecordedNumber or RecordedBoolean or RecordedSecret) || name is "name" or "region")
                continue;

            var text = value.ToString()!;
            if (text.Length > LongestFallbackFact || text.StartsWith("arn:", StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal))
                continue;
            facts.Add($"{name} {text}");
            if (++count == MostFallbackFacts)
                return;
        }
    }
}
