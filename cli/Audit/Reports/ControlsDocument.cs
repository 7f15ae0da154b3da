using System.Text;
using SecureApi.Cli.Audit.Controls;
using SecureApi.Cli.Audit.Waivers;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Writes <c>docs/controls.md</c> from the controls themselves.</summary>
public static class ControlsDocument
{
    /// <summary>The document's text.</summary>
    public static string Render()
    {
        var text = new StringBuilder();
        text.Append("# Controls\n\n<!-- Made from the classes in cli/Audit/Controls by a test. Do not edit: ACCEPT=1 dotnet test writes it. -->\n\n");
        text.Append("`dotnet run --project cli -- audit` judges every recorded resource by these controls. Each is a class of its own in `cli/Audit/Controls`; "
            + "ids never change their meaning, so a waiver in `audit.waivers.yaml` can rely on them.\n\n");
        text.Append("The ids of AWS Foundational Security Best Practices (FSBP), CIS and PCI DSS are those of AWS Security Hub's documentation. "
            + "A control without an id rests on the AWS document that it links.\n\n");
        foreach (var folder in ControlCatalog.All().GroupBy(control => control.GetType().Namespace![(typeof(ControlCatalog).Namespace!.Length + 1)..]))
        {
            text.Append(null, $"## {Title(folder.Key)}\n\n| Id | Asks for | Severity | Covers |\n| --- | --- | --- | --- |\n");
            foreach (var control in folder.Select(control => control.Description)) Row(text, control);
            text.Append('\n');
        }

        text.Append("## Waivers\n\n| Id | Asks for | Severity | Covers |\n| --- | --- | --- | --- |\n");
        foreach (var rule in WaiverRegister.Rules) Row(text, rule);
        return text.ToString();
    }

    private static void Row(StringBuilder text, ControlDescription control) =>
        text.Append(null, $"| `{control.Id}` | [{control.Title}]({control.Document}). {control.Why} | {AuditText.Of(control.Severity)} | {string.Join(", ", control.References)} |\n");

    // "Load balancing" of LoadBalancing.
    private static string Title(string name) => string.Concat(name.Select((character, index) =>
        index > 0 && char.IsUpper(character) ? $" {char.ToLowerInvariant(character)}" : $"{character}"));
}
