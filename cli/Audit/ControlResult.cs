using System.Collections.Immutable;

namespace SecureApi.Cli.Audit;

/// <summary>What a control says of a stack.</summary>
/// <param name="Description">The control.</param>
/// <param name="Verdicts">Its verdicts, in the order of declaration.</param>
public sealed record ControlResult(ControlDescription Description, ImmutableArray<Verdict> Verdicts)
{
    /// <summary>Not met when any verdict is; not applicable without verdicts.</summary>
    public Outcome Outcome => Verdicts.IsEmpty ? Outcome.NotApplicable : Verdicts.Max(verdict => verdict.Outcome);
}
