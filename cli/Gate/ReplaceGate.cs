using System.Collections.Immutable;

namespace SecureApi.Cli.Gate;

/// <summary>
/// Finds the resources that a preview would delete or replace although clients, data or running tasks depend on them, and
/// says which input forces it.
/// </summary>
public static class ReplaceGate
{
    /// <summary>Judges planned changes.</summary>
    /// <param name="changes">The preview.</param>
    /// <param name="labels">The labels of the pull request.</param>
    /// <exception cref="GateException">A protected resource has an operation that the gate does not know.</exception>
    public static GateReport Judge(PlannedChanges changes, IReadOnlyCollection<string> labels)
    {
        var replaced = changes.Steps
            .Where(step => step is { Loses: true, IsDeletion: false })
            .Select(step => step.Urn)
            .ToHashSet(StringComparer.Ordinal);

        // A replacement is up to three steps; the first has the reasons.
        var findings = changes.Steps
            .Where(step => ProtectedKind.Of(step.Resource) is not null && LosesResource(step))
            .GroupBy(step => step.Urn, StringComparer.Ordinal)
            .Select(steps => Finding([.. steps], replaced, labels))
            .ToImmutableArray();
        return new GateReport(findings, changes.Steps.Length);
    }

    private static bool LosesResource(PlannedStep step) =>
        step.IsKnown
            ? step.Loses
            : throw new GateException($"the gate does not know the operation '{step.Operation}' of {step.Resource}: read the preview yourself, and teach the gate");

    private static GateFinding Finding(ImmutableArray<PlannedStep> steps, HashSet<string> replaced, IReadOnlyCollection<string> labels)
    {
        var kind = ProtectedKind.Of(steps[0].Resource)!;
        var deleted = steps.All(step => step.IsDeletion);
        return new GateFinding(
            deleted ? "delete" : "replace",
            kind,
            steps[0].Resource,
            deleted ? [WhyDeleted(steps[0])] : WhyReplaced(steps, replaced),
            labels.Contains(kind.Label, StringComparer.Ordinal));
    }

    private static string WhyDeleted(PlannedStep step) => step.IsLeftOver
        ? "an earlier deployment replaced it and did not get to its deletion"
        : "the program no longer declares it";

    private static ImmutableArray<string> WhyReplaced(ImmutableArray<PlannedStep> steps, HashSet<string> replaced) =>
    [
        .. steps.SelectMany(step => step.Reasons.Select(path => Explain(step, path, replaced)))
            .Distinct(StringComparer.Ordinal)
            .DefaultIfEmpty("the engine gives no reason: see the whole preview"),
    ];

    private static string Explain(PlannedStep step, string path, HashSet<string> replaced)
    {
        var source = step.SourcesOf(path).FirstOrDefault(replaced.Contains);
        if (source is not null) return $"{path}: comes from {ResourceTypes.Parse(source)}, which is replaced";
        var (before, after) = step.Values(path);
        return before is null && after is null ? path : $"{path}: {before ?? "(not set)"} -> {after ?? "(not set)"}";
    }
}
