using System.Text;
using SecureApi.Cli.Audit.Reachability;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Writes the evidence that an auditor files: scope, rules with their evidence, reachability, encryption, suppressions.</summary>
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
        Outages(text, result);
        Encryption(text, result);
        Rules(text, result);
        Suppressions(text, result);
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
        text.Append(null, $"| Rules | {result.Rules.Length} |\n\n");
        text.Append("The audit reads the resources that the program declares, with every argument, recorded offline. It says what a deployment of this commit asks AWS for; "
            + "it does not look into an account, so it sees neither what was changed there by hand nor what other programs made.\n\n");
        if (result.Assumption.Length > 0) text.Append(null, $"> {result.Assumption}\n\n");
    }

    private static void Findings(StringBuilder text, AuditResult result)
    {
        var failing = result.Findings.Where(finding => finding.Fails).OrderByDescending(finding => finding.Rule.Severity).ToList();
        text.Append("## Findings\n\n");
        if (failing.Count == 0)
        {
            text.Append("None.\n\n");
            return;
        }

        text.Append("| Severity | Rule | Resource | What is wrong | Declared at |\n| --- | --- | --- | --- | --- |\n");
        foreach (var finding in failing)
        {
            text.Append(null, $"| {AuditText.Of(finding.Rule.Severity)} | `{finding.Rule.Id}` | {Cell(AuditText.Of(finding.Evaluation.Resource))} | ");
            text.Append(null, $"{Cell(finding.Evaluation.Problem)} | {Cell(AuditText.Of(finding.Evaluation.Resource?.Source))} |\n");
        }

        text.Append('\n');
    }

    private static void Summary(StringBuilder text, AuditResult result)
    {
        text.Append("## Requirements\n\nRules with the published requirements that they cover. AWS Security Hub's own documentation is the source of the mapping.\n\n");
        text.Append("| Rule | Compliance | AWS FSBP / Security Hub | CIS AWS Foundations | PCI DSS |\n| --- | --- | --- | --- | --- |\n");
        foreach (var rule in result.Rules.Where(rule => !rule.Rule.References.IsEmpty))
        {
            var references = rule.Rule.References;
            string Ids(params Framework[] frameworks) =>
                string.Join(", ", references.Where(reference => frameworks.Contains(reference.Framework)).Select(reference => reference.Id.Replace('/', ' ')));
            text.Append(null, $"| `{rule.Rule.Id}` | {AuditText.Of(rule, result)} | {Ids(Framework.Fsbp, Framework.SecurityHub)} | {Ids(Framework.Cis)} | {Ids(Framework.PciDss)} |\n");
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

    private static void Outages(StringBuilder text, AuditResult result)
    {
        text.Append("## Outages\n\nThe alarms as declared, evaluated as AWS documents it, on what AWS services report of each of these. ");
        text.Append("The minutes are the periods that an alarm needs; metrics arrive a minute or two later.\n\n");
        text.Append(result.Stack.Outages.IsEmpty ? "The stack runs no tasks yet.\n\n" : OutageTable.Markdown(result.Stack.Outages, "###"));
    }

    private static void Encryption(StringBuilder text, AuditResult result)
    {
        text.Append("## Encryption\n\n| What | Where | With | Property |\n| --- | --- | --- | --- |\n");
        foreach (var entry in EncryptionTable.Of(result.Stack))
            text.Append(null, $"| {Cell(AuditText.Of(entry.Resource))} | {entry.Where} | {Cell(entry.With)} | `{entry.Property}` |\n");
        text.Append('\n');
    }

    private static void Rules(StringBuilder text, AuditResult result)
    {
        text.Append("## Rules\n\n");
        var accepted = result.Findings.Where(finding => finding.Suppression is not null)
            .ToDictionary<Finding, Evaluation, Suppression>(finding => finding.Evaluation, finding => finding.Suppression!, ReferenceEqualityComparer.Instance);
        foreach (var rule in result.Rules)
        {
            text.Append(null, $"### {rule.Rule.Title}: {AuditText.Of(rule, result)}\n\n");
            text.Append(null, $"`{rule.Rule.Id}`, {AuditText.Of(rule.Rule.Severity)}. {rule.Rule.Why} [Source]({rule.Rule.Document}).");
            if (!rule.Rule.References.IsEmpty) text.Append(null, $" Covers {string.Join(", ", rule.Rule.References)}.");
            text.Append("\n\n");
            if (rule.Evaluations.IsEmpty)
            {
                text.Append("The stack declares nothing that this rule applies to.\n\n");
                continue;
            }

            var folds = rule.Evaluations.Length > MostOpenRows && rule.Compliance == Compliance.Compliant;
            if (folds) text.Append(null, $"<details><summary>{rule.Evaluations.Length} resources</summary>\n\n");
            text.Append("| Resource | Compliance | Evidence |\n| --- | --- | --- |\n");
            foreach (var evaluation in rule.Evaluations)
            {
                var compliance = accepted.TryGetValue(evaluation, out var suppression) ? $"suppressed until {suppression.Expires:yyyy-MM-dd}" : AuditText.Of(evaluation.Compliance);
                text.Append(null, $"| {Cell(AuditText.Of(evaluation.Resource))} | {compliance} | {Cell(EvidenceOf(evaluation))} |\n");
            }

            text.Append(folds ? "\n</details>\n\n" : "\n");
        }
    }

    private static string EvidenceOf(Evaluation evaluation)
    {
        var evidence = string.Join("; ", evaluation.Evidence.Take(MostEvidence));
        if (evaluation.Evidence.Length > MostEvidence) evidence += $"; and {evaluation.Evidence.Length - MostEvidence} more";
        return evaluation.Problem.Length == 0 ? evidence : $"{evaluation.Problem} {evidence}";
    }

    private static void Suppressions(StringBuilder text, AuditResult result)
    {
        text.Append("## Suppressions\n\n");
        if (result.Suppressions.IsEmpty)
        {
            text.Append("None.\n");
            return;
        }

        text.Append("| Rule | Resources | Reason | Owner | Until |\n| --- | --- | --- | --- | --- |\n");
        foreach (var suppression in result.Suppressions)
        {
            var used = result.Findings.Where(finding => finding.Suppression == suppression).Select(finding => AuditText.Of(finding.Evaluation.Resource)).Distinct();
            text.Append(null, $"| `{suppression.Rule}` | {Cell(string.Join(", ", used))} | {Cell(suppression.Reason)} | {Cell(suppression.Owner)} | {suppression.Expires:yyyy-MM-dd} |\n");
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
