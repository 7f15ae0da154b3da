using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Preview.Terminal;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Shows an audit on a screen: what is wrong first, then who can reach what, then every rule.</summary>
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
        Rules(result, screen);
        Suppressions(result, screen);
        screen.WriteLine(result.Passes ? Tone.Heading : Tone.Warning, AuditText.Summary(result));
    }

    private static void Findings(AuditResult result, Screen screen)
    {
        var failing = result.Findings.Where(finding => finding.Fails).OrderByDescending(finding => finding.Rule.Severity).ToList();
        if (failing.Count == 0) return;
        screen.WriteLine(Tone.Heading, $"Findings ({failing.Count})");
        foreach (var finding in failing)
        {
            screen.Write(Tone.Warning, $"  {AuditText.Of(finding.Rule.Severity),-8} ");
            screen.Write(Tone.Component, finding.Rule.Id);
            screen.WriteLine(Tone.Muted, $"  {AuditText.Of(finding.Evaluation.Resource)}");
            screen.WriteLine(Tone.Plain, $"           {finding.Evaluation.Problem}");
            foreach (var evidence in finding.Evaluation.Evidence) screen.WriteLine(Tone.Value, $"           {evidence}");
            if (finding.Evaluation.Resource?.Source is { } source) screen.WriteLine(Tone.Muted, $"           declared at {AuditText.Of(source)}");
            screen.WriteLine(Tone.Muted, $"           {finding.Rule.Why} {finding.Rule.Document}");
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

    private static void Rules(AuditResult result, Screen screen)
    {
        screen.WriteLine(Tone.Heading, "Rules");
        var width = Widest(result.Rules.Select(rule => rule.Rule.Id));
        foreach (var rule in result.Rules)
        {
            var compliance = AuditText.Of(rule, result);
            screen.Write(compliance == AuditText.Of(Compliance.NonCompliant) ? Tone.Warning : Tone.Value, $"  {compliance,-14} ");
            screen.Write(Tone.Component, rule.Rule.Id.PadRight(width));
            var compliant = rule.Evaluations.Count(evaluation => evaluation.Compliance == Compliance.Compliant);
            screen.Write(Tone.Muted, rule.Evaluations.IsEmpty ? "         " : $"  {compliant,3}/{rule.Evaluations.Length,-3}  ");
            screen.WriteLine(Tone.Muted, string.Join(", ", rule.Rule.References));
        }

        screen.WriteLine();
    }

    private static void Suppressions(AuditResult result, Screen screen)
    {
        var suppressed = result.Findings.Where(finding => finding.Suppression is not null).ToList();
        if (suppressed.Count == 0) return;
        screen.WriteLine(Tone.Heading, $"Suppressed ({suppressed.Count})");
        foreach (var finding in suppressed)
        {
            screen.Write(Tone.Component, $"  {finding.Rule.Id}");
            screen.WriteLine(Tone.Muted, $"  {AuditText.Of(finding.Evaluation.Resource)}");
            screen.WriteLine(Tone.Plain, $"           {finding.Suppression!.Reason} ({finding.Suppression.Owner}, until {finding.Suppression.Expires:yyyy-MM-dd})");
        }

        screen.WriteLine();
    }

    private static int Widest(IEnumerable<string> texts) => texts.Select(text => text.Length).DefaultIfEmpty().Max();
}
