using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Commands;
using Spectre.Console;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Shows an audit on a console: what is wrong first, then who can reach what, then every control.</summary>
public static class TextReport
{
    /// <summary>Shows the report.</summary>
    /// <param name="result">The audit.</param>
    /// <param name="console">The console.</param>
    public static void Show(AuditResult result, IAnsiConsole console)
    {
        var stack = result.Stack.Recorded;
        console.WriteLine($"Audit of {stack.Project} / {stack.Name} in {stack.Region.Name} on {result.Date:yyyy-MM-dd}", Styles.Heading);
        if (result.Assumption.Length > 0) console.WriteLine(result.Assumption, Styles.Muted);
        console.WriteLine();
        Findings(result, console);
        Reachability(result, console);
        Controls(result, console);
        Waivers(result, console);
        console.WriteLine(AuditText.Summary(result), result.Passes ? Styles.Heading : Styles.Warning);
    }

    private static void Findings(AuditResult result, IAnsiConsole console)
    {
        var failing = result.Findings.Where(finding => finding.Fails).OrderByDescending(finding => finding.Control.Severity).ToList();
        if (failing.Count == 0) return;
        console.WriteLine($"Findings ({failing.Count})", Styles.Heading);
        foreach (var finding in failing)
        {
            console.Write($"  {AuditText.Of(finding.Control.Severity),-8} ", Styles.Warning);
            console.Write(finding.Control.Id, Styles.Component);
            console.WriteLine($"  {AuditText.Of(finding.Verdict.Resource)}", Styles.Muted);
            console.WriteLine($"           {finding.Verdict.Problem}");
            foreach (var evidence in finding.Verdict.Evidence) console.WriteLine($"           {evidence}", Styles.Value);
            if (finding.Verdict.Resource?.Source is { } source) console.WriteLine($"           declared at {AuditText.Of(source)}", Styles.Muted);
            console.WriteLine($"           {finding.Control.Why} {finding.Control.Document}", Styles.Muted);
        }

        console.WriteLine();
    }

    private static void Reachability(AuditResult result, IAnsiConsole console)
    {
        var proof = result.Stack.Reachability;
        var works = proof.Flows.Count(flow => flow.State != FlowState.Broken);
        console.WriteLine($"Who can reach what ({proof.Paths.Length} paths; {works} of {proof.Flows.Length} stated flows work)", Styles.Heading);
        var rows = MatrixRow.Of(proof);
        var from = Widest(rows.Select(row => row.Source));
        var to = Widest(rows.Select(row => row.Destination));
        foreach (var row in rows)
        {
            console.Write($"  {row.Source.PadRight(from)}", Styles.Component);
            console.Write(" -> ", Styles.Muted);
            console.Write(row.Destination.PadRight(to), Styles.Component);
            console.Write($"  {row.Traffic,-10} {row.FamilyText,-10} ", Styles.Value);
            console.WriteLine(
                row.Standing == PathStanding.Unstated ? "NOT STATED" : $"{row.Standing.ToString().ToLowerInvariant()}: {string.Join(" + ", row.Flows)}",
                row.Standing == PathStanding.Unstated ? Styles.Warning : Styles.Muted);
        }

        console.WriteLine();
    }

    private static void Controls(AuditResult result, IAnsiConsole console)
    {
        console.WriteLine("Controls", Styles.Heading);
        var width = Widest(result.Controls.Select(control => control.Description.Id));
        foreach (var control in result.Controls)
        {
            var outcome = AuditText.Of(control, result);
            console.Write($"  {outcome,-14} ", outcome == AuditText.Of(Outcome.NotMet) ? Styles.Warning : Styles.Value);
            console.Write(control.Description.Id.PadRight(width), Styles.Component);
            var met = control.Verdicts.Count(verdict => verdict.Outcome == Outcome.Met);
            console.Write(control.Verdicts.IsEmpty ? "         " : $"  {met,3}/{control.Verdicts.Length,-3}  ", Styles.Muted);
            console.WriteLine(string.Join(", ", control.Description.References), Styles.Muted);
        }

        console.WriteLine();
    }

    private static void Waivers(AuditResult result, IAnsiConsole console)
    {
        var waived = result.Findings.Where(finding => finding.Waiver is not null).ToList();
        if (waived.Count == 0) return;
        console.WriteLine($"Waived ({waived.Count})", Styles.Heading);
        foreach (var finding in waived)
        {
            console.Write($"  {finding.Control.Id}", Styles.Component);
            console.WriteLine($"  {AuditText.Of(finding.Verdict.Resource)}", Styles.Muted);
            console.WriteLine($"           {finding.Waiver!.Reason} ({finding.Waiver.Owner}, until {finding.Waiver.Expires:yyyy-MM-dd})");
        }

        console.WriteLine();
    }

    private static int Widest(IEnumerable<string> texts) => texts.Select(text => text.Length).DefaultIfEmpty().Max();
}
