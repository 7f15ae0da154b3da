using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SecureApi.Cli.Audit;

/// <summary>Evaluates a stack by a set of rules, and compares what it finds with the suppressions.</summary>
/// <param name="rules">The rules, in the order of the report.</param>
public sealed class Auditor(ImmutableArray<Rule> rules)
{
    /// <summary>Audits a stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="suppressions">The suppressions of the repository; those for other stacks are ignored.</param>
    /// <param name="date">The day on which suppressions must be valid.</param>
    public AuditResult Audit(AuditedStack stack, ImmutableArray<Suppression> suppressions, DateOnly date)
    {
        var own = suppressions.Where(suppression => suppression.AppliesTo(stack.Recorded.Name)).ToImmutableArray();
        var results = rules.Select(rule => new RuleResult(rule, Evaluate(rule, stack))).ToImmutableArray();
        var list = new SuppressionList(own, [.. rules.Select(rule => rule.Id)], date);
        var findings = results
            .SelectMany(result => result.Evaluations, (result, evaluation) => (result.Rule, Evaluation: evaluation))
            .Where(pair => pair.Evaluation.Compliance == Compliance.NonCompliant)
            .Select(pair => new Finding(pair.Rule, pair.Evaluation, list.Find(pair.Rule.Id, pair.Evaluation)))
            .ToList();
        return new AuditResult
        {
            Stack = stack,
            Date = date,
            Rules = results,
            Findings = [.. findings, .. list.Findings()],
            Suppressions = own,
        };
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A rule that fails, for whatever reason, is a finding, and the others still count.")]
    private static ImmutableArray<Evaluation> Evaluate(Rule rule, AuditedStack stack)
    {
        try
        {
            return [.. rule.Evaluate(stack)];
        }
        catch (Exception error)
        {
            return
            [
                new Evaluation
                {
                    Compliance = Compliance.NonCompliant,
                    Resource = null,
                    Problem = $"The rule could not be evaluated: {error.GetType().Name}. This is an error of the program; please report it.",
                },
            ];
        }
    }
}

/// <summary>The evaluations of one rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Evaluations">Its evaluations, in the order of declaration.</param>
public sealed record RuleResult(Rule Rule, ImmutableArray<Evaluation> Evaluations)
{
    /// <summary>Non-compliant when any evaluation is; not applicable without evaluations.</summary>
    public Compliance Compliance => Evaluations.IsEmpty ? Compliance.NotApplicable : Evaluations.Max(evaluation => evaluation.Compliance);
}

/// <summary>Something that a person must fix, or has accepted for a time.</summary>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Evaluation">What is wrong with what.</param>
/// <param name="Suppression">The suppression that accepts it; null when none does.</param>
public sealed record Finding(Rule Rule, Evaluation Evaluation, Suppression? Suppression)
{
    /// <summary>True when the audit fails because of it.</summary>
    public bool Fails => Suppression is null;
}

/// <summary>Everything that an audit found, and that its reports show.</summary>
public sealed record AuditResult
{
    /// <summary>What was audited.</summary>
    public required AuditedStack Stack { get; init; }

    /// <summary>The day of the audit, given by the caller.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What replaces image digests that the settings lack, for the report's scope; empty when nothing does.</summary>
    public string Assumption { get; init; } = "";

    /// <summary>Every rule with its evaluations, in the order of the catalogue.</summary>
    public required ImmutableArray<RuleResult> Rules { get; init; }

    /// <summary>What is non-compliant, suppressed or not.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>The suppressions for this stack, used or not.</summary>
    public required ImmutableArray<Suppression> Suppressions { get; init; }

    /// <summary>True when nothing fails.</summary>
    public bool Passes => !Findings.Any(finding => finding.Fails);
}
