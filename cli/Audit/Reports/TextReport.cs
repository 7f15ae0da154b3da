using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Preview.Terminal;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Shows an audit on a screen: what is wrong first, then who can reach what, then every control.</summary>
public static class TextReport
{
    /// <summary>Shows the report.</summary>
    /// <param name="result">The audit.</param>
    /// <param name="screen">Where to.</param>
    public static void Show(AuditResult result, Screen screen)
    {
        var stack = result.Stack.Recorded;
        screen.WriteLine(Tone.Heading, $"Audit of {stack.Project} / {stack.Name} in {stack.Region.Name} on {result.Date:yyyy-MM-dd}");
        if (result.Assumption.Length > 0) screen.WriteLine(Tone.Muted, result.Assumption);
        screen.WriteLine();
        Findings(result, screen);
        Reachability(result, screen);
        Controls(result, screen);
        Waivers(result, screen);
        screen.WriteLine(result.Passes ? Tone.Heading : Tone.Warning, AuditText.Summary(result));
    }

    private static void Findings(AuditResult result, Screen screen)
    {
        var failing = result.Findings.Where(finding => finding.Fails).OrderByDescending(finding => finding.Control.Severity).ToList();
        if (failing.Count == 0) return;
        screen.WriteLine(Tone.Heading, $"Findings ({failing.Count})");
        foreach (var finding in failing)
        {
            screen.Write(Tone.Warning, $"  {AuditText.Of(finding.Control.Severity),-8} ");
            screen.Write(Tone.Component, finding.Control.Id);
            screen.WriteLine(Tone.Muted, $"  {AuditText.Of(finding.Verdict.Resource)}");
            screen.WriteLine(Tone.Plain, $"           {finding.Verdict.Problem}");
            foreach (var evidence in finding.Verdict.Evidence) screen.WriteLine(Tone.Value, $"           {evidence}");
            if (finding.Verdict.Resource?.Source is { } source) screen.WriteLine(Tone.Muted, $"           declared at {AuditText.Of(source)}");
            screen.WriteLine(Tone.Muted, $"           {finding.Control.Why} {finding.Control.Document}");
        }

        screen.WriteLine();
    }

    private static void Reachability(AuditResult result, Screen screen)
    {
        var proof = result.Stack.Reachability;
        var works = proof.Flows.Count(flow => flow.State != FlowState.Broken);
        screen.WriteLine(Tone.Heading, $"Who can reach what ({proof.Paths.Length} paths; {works} of {proof.Flows.Length} stated flows work)");
        var rows = MatrixRow.Of(proof);
        var from = Widest(rows.Select(row => row.Source));
        var to = Widest(rows.Select(row => row.Destination));
        foreach (var row in rows)
        {
            screen.Write(Tone.Component, $"  {row.Source.PadRight(from)}");
            screen.Write(Tone.Muted, " -> ");
            screen.Write(Tone.Component, row.Destination.PadRight(to));
            screen.Write(Tone.Value, $"  {row.Traffic,-10} {row.FamilyText,-10} ");
            screen.WriteLine(
                row.Standing == PathStanding.Unstated ? Tone.Warning : Tone.Muted,
                row.Standing == PathStanding.Unstated ? "NOT STATED" : $"{row.Standing.ToString().ToLowerInvariant()}: {string.Join(" + ", row.Flows)}");
        }

        screen.WriteLine();
    }

    private static void Controls(AuditResult result, Screen screen)
    {
        screen.WriteLine(Tone.Heading, "Controls");
        var width = Widest(result.Controls.Select(control => control.Description.Id));
        foreach (var control in result.Controls)
        {
            var outcome = AuditText.Of(control, result);
            screen.Write(outcome == AuditText.Of(Outcome.NotMet) ? Tone.Warning : Tone.Value, $"  {outcome,-14} ");
            screen.Write(Tone.Component, control.Description.Id.PadRight(width));
            var met = control.Verdicts.Count(verdict => verdict.Outcome == Outcome.Met);
            screen.Write(Tone.Muted, control.Verdicts.IsEmpty ? "         " : $"  {met,3}/{control.Verdicts.Length,-3}  ");
            screen.WriteLine(Tone.Muted, string.Join(", ", control.Description.References));
        }

        screen.WriteLine();
    }

    private static void Waivers(AuditResult result, Screen screen)
    {
        var waived = result.Findings.Where(finding => finding.Waiver is not null).ToList();
        if (waived.Count == 0) return;
        screen.WriteLine(Tone.Heading, $"Waived ({waived.Count})");
        foreach (var finding in waived)
        {
            screen.Write(Tone.Component, $"  {finding.Control.Id}");
            screen.WriteLine(Tone.Muted, $"  {AuditText.Of(finding.Verdict.Resource)}");
            screen.WriteLine(Tone.Plain, $"           {finding.Waiver!.Reason} ({finding.Waiver.Owner}, until {finding.Waiver.Expires:yyyy-MM-dd})");
        }

        screen.WriteLine();
    }

    private static int Widest(IEnumerable<string> texts) => texts.Select(text => text.Length).DefaultIfEmpty().Max();
}
