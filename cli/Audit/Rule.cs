using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit;

/// <summary>
/// One rule of the audit: what it asks for, why, where it comes from, and how a stack is evaluated. It reads nothing but
/// the recorded resources.
/// </summary>
public sealed record Rule
{
    /// <summary>The stable id, in kebab case. Suppressions and reports name it; it never changes its meaning.</summary>
    public required string Id { get; init; }

    /// <summary>What the rule asks for, as a sentence without a full stop.</summary>
    public required string Title { get; init; }

    /// <summary>Why it matters, apart from what may be wrong.</summary>
    public required string Why { get; init; }

    /// <summary>The AWS document that it rests on.</summary>
    public required string Document { get; init; }

    /// <summary>How much harm a non-compliant resource can do.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The published requirements that it covers; empty when none asks for it.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];

    /// <summary>The evaluations, one for each subject in the order of declaration. None: the rule does not apply.</summary>
    public required Func<AuditedStack, IEnumerable<Evaluation>> Evaluate { get; init; }

    /// <summary>Evaluates each resource of a type separately.</summary>
    /// <param name="type">A type token.</param>
    /// <param name="evaluate">The evaluation of one resource; null when the rule does not apply to it.</param>
    public static Func<AuditedStack, IEnumerable<Evaluation>> Each(string type, Func<RecordedResource, AuditedStack, Evaluation?> evaluate) =>
        stack => stack.OfType(type).Select(resource => evaluate(resource, stack)).OfType<Evaluation>();
}

/// <summary>How much harm a non-compliant resource can do.</summary>
public enum Severity
{
    /// <summary>Good practice; little harm without another fault.</summary>
    Low,

    /// <summary>Weakens a defence.</summary>
    Medium,

    /// <summary>Removes a defence.</summary>
    High,

    /// <summary>Opens the stack.</summary>
    Critical,
}

/// <summary>A published catalogue of requirements.</summary>
public enum Framework
{
    /// <summary>AWS Foundational Security Best Practices, by the id of AWS Security Hub.</summary>
    Fsbp,

    /// <summary>A control of AWS Security Hub that is in no standard, or only in NIST SP 800-53.</summary>
    SecurityHub,

    /// <summary>CIS AWS Foundations Benchmark, by version and recommendation.</summary>
    Cis,

    /// <summary>PCI DSS, by version and requirement, as AWS Security Hub maps its controls to it.</summary>
    PciDss,
}

/// <summary>A requirement of a published catalogue that a rule covers.</summary>
/// <param name="Framework">The catalogue.</param>
/// <param name="Id">The requirement's id: <c>ELB.1</c>, <c>v5.0.0/3.6</c>.</param>
/// <seealso href="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html"/>
public sealed record Reference(Framework Framework, string Id)
{
    /// <summary>A control of AWS Foundational Security Best Practices.</summary>
    /// <param name="id">Such as <c>ELB.1</c>.</param>
    public static Reference Fsbp(string id) => new(Framework.Fsbp, id);

    /// <summary>A control of AWS Security Hub outside the foundational standard.</summary>
    /// <param name="id">Such as <c>ELB.16</c>.</param>
    public static Reference SecurityHub(string id) => new(Framework.SecurityHub, id);

    /// <summary>A recommendation of the CIS AWS Foundations Benchmark.</summary>
    /// <param name="recommendation">Such as <c>3.6</c>.</param>
    /// <param name="version">The benchmark's version.</param>
    public static Reference Cis(string recommendation, string version = "v5.0.0") => new(Framework.Cis, $"{version}/{recommendation}");

    /// <summary>A requirement of PCI DSS.</summary>
    /// <param name="requirement">Such as <c>4.2.1</c>.</param>
    /// <param name="version">The standard's version.</param>
    public static Reference Pci(string requirement, string version = "v4.0.1") => new(Framework.PciDss, $"{version}/{requirement}");

    /// <summary>The catalogue's short name.</summary>
    public string FrameworkName => Framework switch
    {
        Framework.Fsbp => "AWS FSBP",
        Framework.SecurityHub => "AWS Security Hub",
        Framework.Cis => "CIS AWS Foundations",
        _ => "PCI DSS",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{FrameworkName} {Id.Replace('/', ' ')}";
}
