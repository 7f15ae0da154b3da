using System.Text;
using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Audit.Waivers;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Writes the evidence that an auditor files: scope, controls with what meets them, reachability, encryption, waivers.</summary>
public static class EvidenceReport
{
    private const int MostEvidence = 3;
    private const int MostOpenRows = 12;

    /// <summary>The report as GitHub-flavoured Markdown.</summary>
    /// <param name="result">The audit.</param>
    public static string Render(AuditResult result)
    {
        var text = new StringBuilder();
        var rows = MatrixRow.Of(result.Stack.Reachability);
        Scope(text, result);
        Findings(text, result);
        Summary(text, result);
        Reachability(text, result, rows);
        Encryption(text, result);
        Controls(text, result);
        Waivers(text, result);
        return text.ToString();
    }

    private static void Scope(StringBuilder text, AuditResult result)
    {
        var stack = result.Stack.Recorded;
        text.Append(null, $"# Audit of `{stack.Project}` / `{stack.Name}`\n\n");
        text.Append(null, $"**{(result.Passes ? "Passed" : "Failed")}.** {AuditText.Summary(result)}\n\n");
        text.Append("| | |\n| --- | --- |\n");
        text.Append(null, $"| Date | {result.Date:yyyy-MM-dd} |\n");
        text.Append(null, $"| Region | `{stack.Region.Name}` |\n");
        text.Append(null, $"| Environment | {result.Stack.Settings.Environment.ToString().ToLowerInvariant()} |\n");
        text.Append(null, $"| Resources | {stack.Resources.Count(resource => resource.IsCustom)} |\n");
        text.Append(null, $"| Controls | {result.Controls.Length} |\n\n");
        text.Append("The audit reads the resources that the program declares, with every argument, recorded offline. It says what a deployment of this commit asks AWS for; "
            + "it does not look into an account, so it sees neither what was changed there by hand nor what other programs made.\n\n");
        if (result.Assumption.Length > 0) text.Append(null, $"> {result.Assumption}\n\n");
    }

    private static void Findings(StringBuilder text, AuditResult result)
    {
        var failing = result.Findings.Where(finding => finding.Fails).OrderByDescending(finding => finding.Control.Severity).ToList();
        text.Append("## Findings\n\n");
        if (failing.Count == 0)
        {
            text.Append("None.\n\n");
            return;
        }

        text.Append("| Severity | Control | Resource | What is wrong | Declared at |\n| --- | --- | --- | --- | --- |\n");
        foreach (var finding in failing)
        {
            text.Append(null, $"| {AuditText.Of(finding.Control.Severity)} | `{finding.Control.Id}` | {Cell(AuditText.Of(finding.Verdict.Resource))} | ");
            text.Append(null, $"{Cell(finding.Verdict.Problem)} | {Cell(AuditText.Of(finding.Verdict.Resource?.Source))} |\n");
        }

        text.Append('\n');
    }

    private static void Summary(StringBuilder text, AuditResult result)
    {
        text.Append("## Requirements\n\nControls with the published requirements that they cover. AWS Security Hub's own documentation is the source of the mapping.\n\n");
        text.Append("| Control | Outcome | AWS FSBP / Security Hub | CIS AWS Foundations | PCI DSS |\n| --- | --- | --- | --- | --- |\n");
        foreach (var control in result.Controls.Where(control => !control.Description.References.IsEmpty))
        {
            var references = control.Description.References;
            string Ids(params Framework[] frameworks) =>
                string.Join(", ", references.Where(reference => frameworks.Contains(reference.Framework)).Select(reference => reference.Id.Replace('/', ' ')));
            text.Append(null, $"| `{control.Description.Id}` | {AuditText.Of(control, result)} | {Ids(Framework.Fsbp, Framework.SecurityHub)} | {Ids(Framework.Cis)} | {Ids(Framework.PciDss)} |\n");
        }

        text.Append('\n');
    }

    private static void Reachability(StringBuilder text, AuditResult result, IReadOnlyList<MatrixRow> rows)
    {
        var proof = result.Stack.Reachability;
        var unstated = proof.Paths.Count(path => path.Standing == PathStanding.Unstated);
        var broken = proof.Flows.Count(flow => flow.State == FlowState.Broken);
        text.Append("## Reachability\n\n");
        text.Append(null, $"Every path that security groups, routes, gateways and endpoints let pass: {proof.Paths.Length} paths among {proof.Nodes.Length} places in the VPC, the resolver, gateway endpoints and the internet. ");
        text.Append(null, $"{(unstated == 0 ? "Each" : $"All but {unstated}")} belongs to the {proof.Flows.Length} flows that the architecture states in `AllowedConnections`, and {(broken == 0 ? "each of those" : $"all but {broken} of those")} can carry traffic.\n\n");
        text.Append(null, $"```mermaid\n{DataFlowDiagram.Render(rows)}```\n\n");
        text.Append("Dashed: two stated flows open it together (out to the internet's addresses, in from them). Thick: not stated.\n\n");
        text.Append("| Source | Destination | Traffic | Protocols | Stated by | Through |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var row in rows)
        {
            var stated = row.Standing == PathStanding.Unstated ? "**not stated**" : string.Join(" + ", row.Flows.Select(flow => $"`{flow}`"));
            text.Append(null, $"| {Cell(row.Source)} | {Cell(row.Destination)} | {row.Traffic} | {row.FamilyText} | {stated} | {Cell(string.Join(", ", row.Through))} |\n");
        }

        text.Append("\n<details><summary>Stated flows</summary>\n\n| Connection | Purpose | State |\n| --- | --- | --- |\n");
        foreach (var flow in proof.Flows) text.Append(null, $"| `{flow.Connection.Id}` | {Cell(flow.Connection.Purpose)} | {flow.State.ToString().ToLowerInvariant()} |\n");
        text.Append("\n</details>\n\n");
    }

    private static void Encryption(StringBuilder text, AuditResult result)
    {
        text.Append("## Encryption\n\n| What | Where | With | Property |\n| --- | --- | --- | --- |\n");
        foreach (var entry in EncryptionTable.Of(result.Stack))
            text.Append(null, $"| {Cell(AuditText.Of(entry.Resource))} | {entry.Where} | {Cell(entry.With)} | `{entry.Property}` |\n");
        text.Append('\n');
    }

    private static void Controls(StringBuilder text, AuditResult result)
    {
        text.Append("## Controls\n\n");
        var accepted = result.Findings.Where(finding => finding.Waiver is not null)
            .ToDictionary<Finding, Verdict, Waiver>(finding => finding.Verdict, finding => finding.Waiver!, ReferenceEqualityComparer.Instance);
        foreach (var control in result.Controls)
        {
            text.Append(null, $"### {control.Description.Title}: {AuditText.Of(control, result)}\n\n");
            text.Append(null, $"`{control.Description.Id}`, {AuditText.Of(control.Description.Severity)}. {control.Description.Why} [Source]({control.Description.Document}).");
            if (!control.Description.References.IsEmpty) text.Append(null, $" Covers {string.Join(", ", control.Description.References)}.");
            text.Append("\n\n");
            if (control.Verdicts.IsEmpty)
            {
                text.Append("The stack declares nothing that this control speaks of.\n\n");
                continue;
            }

            var folds = control.Verdicts.Length > MostOpenRows && control.Outcome == Outcome.Met;
            if (folds) text.Append(null, $"<details><summary>{control.Verdicts.Length} resources</summary>\n\n");
            text.Append("| Resource | Outcome | Evidence |\n| --- | --- | --- |\n");
            foreach (var verdict in control.Verdicts)
            {
                var outcome = accepted.TryGetValue(verdict, out var waiver) ? $"waived until {waiver.Expires:yyyy-MM-dd}" : AuditText.Of(verdict.Outcome);
                text.Append(null, $"| {Cell(AuditText.Of(verdict.Resource))} | {outcome} | {Cell(EvidenceOf(verdict))} |\n");
            }

            text.Append(folds ? "\n</details>\n\n" : "\n");
        }
    }

    private static string EvidenceOf(Verdict verdict)
    {
        var evidence = string.Join("; ", verdict.Evidence.Take(MostEvidence));
        if (verdict.Evidence.Length > MostEvidence) evidence += $"; and {verdict.Evidence.Length - MostEvidence} more";
        return verdict.Problem.Length == 0 ? evidence : $"{verdict.Problem} {evidence}";
    }

    private static void Waivers(StringBuilder text, AuditResult result)
    {
        text.Append("## Waivers\n\n");
        if (result.Waivers.IsEmpty)
        {
            text.Append("None.\n");
            return;
        }

        text.Append("| Control | Resources | Reason | Owner | Until |\n| --- | --- | --- | --- | --- |\n");
        foreach (var waiver in result.Waivers)
        {
            var used = result.Findings.Where(finding => finding.Waiver == waiver).Select(finding => AuditText.Of(finding.Verdict.Resource)).Distinct();
            text.Append(null, $"| `{waiver.Control}` | {Cell(string.Join(", ", used))} | {Cell(waiver.Reason)} | {Cell(waiver.Owner)} | {waiver.Expires:yyyy-MM-dd} |\n");
        }
    }

    // A cell holds neither line ends, nor column marks, nor markup.
    private static string Cell(string text) => text
        .ReplaceLineEndings(" ")
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);
}
