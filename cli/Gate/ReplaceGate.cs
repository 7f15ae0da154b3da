using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Recording;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Gate;

/// <summary>
/// Finds the resources that a preview would delete or replace although clients, data or running tasks depend on them, and
/// says which input forces it.
/// </summary>
public static class ReplaceGate
{
    private const string MaxCapacity = "maxCapacity";

    /// <summary>Evaluates planned changes.</summary>
    /// <param name="changes">The preview.</param>
    /// <param name="labels">The labels of the pull request.</param>
    /// <exception cref="UserException">A resource has an operation that the gate does not know.</exception>
    public static GateReport Evaluate(PlannedChanges changes, IReadOnlyCollection<string> labels)
    {
        if (changes.Steps.FirstOrDefault(step => !step.IsKnown) is { } step)
            throw new UserException($"the gate does not know the operation '{step.Operation}' of {step.Resource.Label}: read the preview yourself, and teach the gate");

        var replaced = changes.Steps
            .Where(step => step is { Loses: true, IsDeletion: false })
            .Select(step => step.Urn)
            .ToHashSet(StringComparer.Ordinal);

        // A service that goes takes resources of many kinds with it: one finding, and one label.
        var removed = RemovedService.In(changes);

        // A replacement is up to three steps; the first has the reasons.
        var lost = changes.Steps
            .Where(step => step is { Loses: true, IsComponent: false })
            .Where(step => !removed.Any(service => service.Includes(step)) && !IsSuperseded(step, changes))
            .GroupBy(step => step.Urn, StringComparer.Ordinal)
            .Select(steps => Finding([.. steps], replaced, labels))
            .OfType<GateFinding>();
        var stopped = changes.Steps.Where(StopsService).DistinctBy(step => step.Urn).Select(step => Stopped(step, labels));
        var renumbered = changes.Steps.Select(step => Unnumbered(step, labels)).OfType<GateFinding>().DistinctBy(finding => finding.Resource);
        return new GateReport([.. removed.Select(service => Removed(service, labels)), .. lost, .. stopped, .. renumbered], changes.Steps.Length);
    }

    private static GateFinding Removed(RemovedService service, IReadOnlyCollection<string> labels)
    {
        var kind = service.Heir is null ? ProtectedKind.Service : ProtectedKind.RenamedService;
        ImmutableArray<string> reasons = service.Heir is null
            ? [$"the program no longer declares the service {service.Name}"]
            : [$"the service {service.Name} goes, and {service.Heir}, which is new, takes its path {service.Path}"];
        return new GateFinding(
            service.Heir is null ? "remove" : "rename", kind, service.Repository.Resource, reasons, labels.Contains(kind.Label, StringComparer.Ordinal));
    }

    /// <summary>
    /// A security group rule that goes after another one of the same ends and purpose came: their names differ in the port. Pulumi
    /// deletes what the program no longer declares after everything else, the services that are waited for among them.
    /// </summary>
    private static bool IsSuperseded(PlannedStep step, PlannedChanges changes)
    {
        const string Rule = "aws:vpc/securityGroup";
        if (!step.IsDeletion || !step.Resource.Type.StartsWith(Rule, StringComparison.Ordinal) || StemOf(step.Resource.Name) is not { } stem) return false;
        return changes.Steps.Any(other => other.Operation == "create" && other.Resource.Type == step.Resource.Type && StemOf(other.Resource.Name) == stem);

        static string? StemOf(string name) =>
            name.LastIndexOf('-') is > 0 and var dash && name.AsSpan(dash + 1) is { IsEmpty: false } port && port.ContainsAnyExceptInRange('0', '9') is false
                ? name[..dash]
                : null;
    }

    private static GateFinding? Finding(ImmutableArray<PlannedStep> steps, HashSet<string> replaced, IReadOnlyCollection<string> labels)
    {
        var deleted = steps.All(step => step.IsDeletion);
        var resource = steps[0].Resource;
        if ((deleted ? ProtectedKind.OfDeleted(resource) : ProtectedKind.Of(resource)) is not { } kind) return null;
        return new GateFinding(
            deleted ? "delete" : "replace",
            kind,
            resource,
            deleted ? [WhyDeleted(steps[0])] : WhyReplaced(steps, replaced),
            labels.Contains(kind.Label, StringComparer.Ordinal));
    }

    private static GateFinding Stopped(PlannedStep step, IReadOnlyCollection<string> labels)
    {
        var kind = ProtectedKind.RunningService;
        return new GateFinding("stop", kind, step.Resource, [Explain(step, MaxCapacity, [])], labels.Contains(kind.Label, StringComparer.Ordinal));
    }

    /// <summary>Scaling had tasks to run, and may run none any more: the service's image digest was taken away.</summary>
    private static bool StopsService(PlannedStep step)
    {
        if (step.IsDeletion || step.Resource.Type != "aws:appautoscaling/target:Target") return false;
        var (before, after) = step.Values(MaxCapacity);
        return before is not (null or "0") && after == "0";
    }

    /// <summary>
    /// A revocation list that changes without a greater number: a verifier may keep the list that it knows (RFC 5280, section 5.2.3).
    /// </summary>
    private static GateFinding? Unnumbered(PlannedStep step, IReadOnlyCollection<string> labels)
    {
        if (step.Resource.Type != "aws:s3/bucketObjectv2:BucketObjectv2") return null;
        var (before, after) = step.Texts("content");
        if (before == after || NumberOf(before) is not { } old || NumberOf(after) is not { } number || number > old) return null;
        var kind = ProtectedKind.OfRevocationList;
        return new GateFinding(
            "renumber", kind, step.Resource,
            [$"crl.number: {old} -> {number}, although the list changes: write {old + 1}, or more"],
            labels.Contains(kind.Label, StringComparer.Ordinal));
    }

    private static BigInteger? NumberOf(string? pem)
    {
        if (pem?.StartsWith($"-----BEGIN {RevocationList.PemLabel}-----", StringComparison.Ordinal) != true) return null;
        try
        {
            CertificateRevocationListBuilder.LoadPem(pem, out var number);
            return number;
        }
        catch (CryptographicException)
        {
            return null;
        }
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
        if (source is not null) return $"{path}: comes from {ResourceUrn.Parse(source).Label}, which is replaced";
        var (before, after) = step.Values(path);
        return before is null && after is null ? path : $"{path}: {before ?? "(not set)"} -> {after ?? "(not set)"}";
    }
}

/// <summary>A protected resource that the changes would take away.</summary>
/// <param name="Operation"><c>delete</c>, <c>replace</c>, <c>stop</c>, <c>renumber</c>, <c>remove</c> or <c>rename</c>.</param>
/// <param name="Kind">What is protected.</param>
/// <param name="Resource">Which resource.</param>
/// <param name="Reasons">Why, a line each.</param>
/// <param name="IsAllowed">The pull request carries the kind's label.</param>
public sealed record GateFinding(
    string Operation, ProtectedKind Kind, ResourceUrn Resource, ImmutableArray<string> Reasons, bool IsAllowed);

/// <summary>What the gate found.</summary>
/// <param name="Findings">Protected resources that would go, allowed or not.</param>
/// <param name="Steps">How many steps were looked at.</param>
public sealed record GateReport(ImmutableArray<GateFinding> Findings, int Steps)
{
    /// <summary>Nothing protected goes without a label.</summary>
    public bool Passes => Findings.All(finding => finding.IsAllowed);

    /// <summary>The report for people, ending in a line break.</summary>
    public string ToText()
    {
        var refused = Findings.Count(finding => !finding.IsAllowed);
        var text = new StringBuilder();
        text.Append(refused == 0 ? "Replace gate: passed. " : "Replace gate: refused. ");
        text.AppendLine(CultureInfo.InvariantCulture, $"Of {Steps} steps, {Findings.Length} take a protected resource away, {refused} of them without a label.");
        foreach (var finding in Findings.OrderBy(finding => finding.IsAllowed)) Append(text, finding);
        return text.ToString();
    }

    private static void Append(StringBuilder text, GateFinding finding)
    {
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"  {finding.Operation} {finding.Kind.Name} {finding.Resource.Name}");
        foreach (var reason in finding.Reasons) text.AppendLine(CultureInfo.InvariantCulture, $"    forced by  {reason}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    loss       {finding.Kind.Loss}");
        text.AppendLine(finding.IsAllowed
            ? $"    allowed    by the label {finding.Kind.Label}"
            : $"    if meant   add the label {finding.Kind.Label} to the pull request");
    }
}
