using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SecureApi.Cli.Audit.Waivers;

namespace SecureApi.Cli.Audit;

/// <summary>Judges a stack by a set of controls, and holds what it finds against the waivers.</summary>
/// <param name="controls">The controls, in the order of the report.</param>
public sealed class Auditor(ImmutableArray<Control> controls)
{
    /// <summary>Audits a stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="waivers">The waivers of the repository; those for other stacks are left aside.</param>
    /// <param name="date">The day on which waivers must be valid.</param>
    public AuditResult Audit(AuditedStack stack, ImmutableArray<Waiver> waivers, DateOnly date)
    {
        var own = waivers.Where(waiver => waiver.AppliesTo(stack.Recorded.Name)).ToImmutableArray();
        var results = controls.Select(control => new ControlResult(control.Description, Judge(control, stack))).ToImmutableArray();
        var register = new WaiverRegister(own, [.. controls.Select(control => control.Description.Id)], date);
        var findings = results
            .SelectMany(result => result.Verdicts, (result, verdict) => (result, verdict))
            .Where(pair => pair.verdict.Outcome == Outcome.NotMet)
            .Select(pair => new Finding(pair.result.Description, pair.verdict, register.Find(pair.result.Description.Id, pair.verdict)))
            .ToList();
        return new AuditResult
        {
            Stack = stack,
            Date = date,
            Controls = results,
            Findings = [.. findings, .. register.Findings()],
            Waivers = own,
        };
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A control that fails, for whatever reason, has not been met: that is a finding, and the others still count.")]
    private static ImmutableArray<Verdict> Judge(Control control, AuditedStack stack)
    {
        try
        {
            return [.. control.Judge(stack)];
        }
        catch (Exception error)
        {
            return
            [
                new Verdict
                {
                    Outcome = Outcome.NotMet,
                    Resource = null,
                    Problem = $"The control could not be judged: {error.GetType().Name}. The program is at fault; please report it.",
                },
            ];
        }
    }
}
