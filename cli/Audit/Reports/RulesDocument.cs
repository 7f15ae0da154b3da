using System.Text;
using SecureApi.Cli.Audit.Rules;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Writes <c>docs/rules.md</c> from the rules themselves.</summary>
public static class RulesDocument
{
    private const string Header = "| Id | Asks for | Severity | Covers |\n| --- | --- | --- | --- |\n";

    /// <summary>The document's text.</summary>
    public static string Render()
    {
        var text = new StringBuilder();
        text.Append("# Rules\n\n<!-- Generated from cli/Audit/Rules. Do not edit: ACCEPT=1 dotnet test renews it. -->\n\n");
        text.Append("`dotnet run --project cli -- audit` evaluates every recorded resource against these rules. Each service has one file in `cli/Audit/Rules`; "
            + "ids never change their meaning, so a suppression in `audit.suppressions.yaml` can rely on them.\n\n");
        text.Append("The ids of AWS Foundational Security Best Practices (FSBP), CIS and PCI DSS are those of AWS Security Hub's documentation. "
            + "A rule without an id is based on the AWS document that it links.\n\n");
        foreach (var (service, rules) in RuleCatalog.Services)
        {
            text.Append(null, $"## {service}\n\n{Header}");
            foreach (var rule in rules) Row(text, rule);
            text.Append('\n');
        }

        text.Append(null, $"## Suppressions\n\n{Header}");
        foreach (var rule in SuppressionList.Rules) Row(text, rule);
        return text.ToString();
    }

    private static void Row(StringBuilder text, Rule rule) =>
        text.Append(null, $"| `{rule.Id}` | [{rule.Title}]({rule.Document}). {rule.Why} | {AuditText.Of(rule.Severity)} | {string.Join(", ", rule.References)} |\n");
}
