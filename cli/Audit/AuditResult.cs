using System.Collections.Immutable;
using SecureApi.Cli.Audit.Waivers;

namespace SecureApi.Cli.Audit;

/// <summary>Everything that an audit found, and that its reports show.</summary>
public sealed record AuditResult
{
    /// <summary>What was audited.</summary>
    public required AuditedStack Stack { get; init; }

    /// <summary>The day of the audit, given by the caller.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What stands for image digests that the settings lack, for the report's scope; empty when nothing does.</summary>
    public string Assumption { get; init; } = "";

    /// <summary>Every control with its verdicts, in the order of the catalogue.</summary>
    public required ImmutableArray<ControlResult> Controls { get; init; }

    /// <summary>What is not met, waived or not.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>The waivers for this stack, used or not.</summary>
    public required ImmutableArray<Waiver> Waivers { get; init; }

    /// <summary>True when nothing fails.</summary>
    public bool Passes => !Findings.Any(finding => finding.Fails);
}
