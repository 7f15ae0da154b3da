using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Commands;
using Spectre.Console;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Shows an audit on a screen: what is wrong first, then who can reach what, then every rule.</summary>
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
        Outages(result, console);
        Rules(result, console);
        Suppressions(result, console);
        console.WriteLine(AuditText.Summary(result), result.Passes ? Styles.Heading : Styles.Warning);
    }

    private static void Findings(AuditResult result, IAnsiConsole console)
    {
        var failing = result.Findings.Where(finding => finding.Fails).OrderByDescending(finding => finding.Rule.Severity).ToList();
        if (failing.Count == 0) return;
        console.WriteLine($"Findings ({failing.Count})", Styles.Heading);
        foreach (var finding in failing)
        {
            console.Write($"  {AuditText.Of(finding.Rule.Severity),-8} ", Styles.Warning);
            console.Write(finding.Rule.Id, Styles.Component);
            console.WriteLine($"  {AuditText.Of(finding.Evaluation.Resource)}", Styles.Muted);
            console.WriteLine($"           {finding.Evaluation.Problem}");
            foreach (var evidence in finding.Evaluation.Evidence) console.WriteLine($"           {evidence}", Styles.Value);
            if (finding.Evaluation.Resource?.Source is { } source) console.WriteLine($"           declared at {AuditText.Of(source)}", Styles.Muted);
            console.WriteLine($"           {finding.Rule.Why} {finding.Rule.Document}", Styles.Muted);
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
            console.WriteLine(row.Standing == PathStanding.Unstated ? "NOT STATED" : $"{row.Standing.ToString().ToLowerInvariant()}: {string.Join(" + ", row.Flows)}", row.Standing == PathStanding.Unstated ? Styles.Warning : Styles.Muted);
        }

        console.WriteLine();
    }

    private static Style StyleOf(RuleResult rule, string compliance) => rule.Compliance switch
    {
        Compliance.Compliant => Styles.Good,
        Compliance.NotApplicable => Styles.Muted,
        _ => compliance == AuditText.Of(Compliance.NonCompliant) ? Styles.Warning : Styles.Value,
    };

    private static void Outages(AuditResult result, IAnsiConsole console)
    {
        var outages = result.Stack.Outages.Where(outage => outage.Applies).ToList();
        if (outages.Count == 0) return;
        console.WriteLine($"Who tells of what, and after how many minutes ({outages.Count(outage => outage.Problems.IsEmpty)} of {outages.Count} as they must)", Styles.Heading);
        foreach (var outage in outages)
        {
            console.WriteLine($"  {outage.Title}", outage.Problems.IsEmpty ? Styles.Component : Styles.Warning);
            console.WriteLine($"    {OutageTable.Told(outage)}", Styles.Muted);
        }

        console.WriteLine();
    }

    private static void Rules(AuditResult result, IAnsiConsole console)
    {
        console.WriteLine("Rules", Styles.Heading);
        var width = Widest(result.Rules.Select(rule => rule.Rule.Id));
        foreach (var rule in result.Rules)
        {
            var compliance = AuditText.Of(rule, result);
            console.Write($"  {compliance,-14} ", StyleOf(rule, compliance));
            console.Write(rule.Rule.Id.PadRight(width), Styles.Component);
            var compliant = rule.Evaluations.Count(evaluation => evaluation.Compliance == Compliance.Compliant);
            console.Write(rule.Evaluations.IsEmpty ? "         " : $"  {compliant,3}/{rule.Evaluations.Length,-3}  ", Styles.Muted);
            console.WriteLine(string.Join(", ", rule.Rule.References), Styles.Muted);
        }

        console.WriteLine();
    }

    private static void Suppressions(AuditResult result, IAnsiConsole console)
    {
        var suppressed = result.Findings.Where(finding => finding.Suppression is not null).ToList();
        if (suppressed.Count == 0) return;
        console.WriteLine($"Suppressed ({suppressed.Count})", Styles.Heading);
        foreach (var finding in suppressed)
        {
            console.Write($"  {finding.Rule.Id}", Styles.Component);
            console.WriteLine($"  {AuditText.Of(finding.Evaluation.Resource)}", Styles.Muted);
            console.WriteLine($"           {finding.Suppression!.Reason} ({finding.Suppression.Owner}, until {finding.Suppression.Expires:yyyy-MM-dd})");
        }

        console.WriteLine();
    }

    private static int Widest(IEnumerable<string> texts) => texts.Select(text => text.Length).DefaultIfEmpty().Max();
}
