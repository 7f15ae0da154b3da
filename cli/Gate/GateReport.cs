using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SecureApi.Cli.Gate;

/// <summary>What the gate found.</summary>
/// <param name="Findings">Protected resources that would go, allowed or not.</param>
/// <param name="Steps">How many steps were looked at.</param>
public sealed record GateReport(ImmutableArray<GateFinding> Findings, int Steps)
{
    /// <summary>Nothing protected goes without a label.</summary>
    public bool Passes => Findings.All(finding => finding.IsAllowed);

    /// <summary>The report for people, ending in a line break.</summary>
    public string ToText()
    {
        var refused = Findings.Count(finding => !finding.IsAllowed);
        var text = new StringBuilder();
        text.Append(refused == 0 ? "Replace gate: passed. " : "Replace gate: refused. ");
        text.AppendLine(CultureInfo.InvariantCulture, $"Of {Steps} steps, {Findings.Length} take a protected resource away, {refused} of them without a label.");
        foreach (var finding in Findings.OrderBy(finding => finding.IsAllowed)) Append(text, finding);
        return text.ToString();
    }

    private static void Append(StringBuilder text, GateFinding finding)
    {
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"  {finding.Operation} {finding.Kind.Name} {finding.Resource.Name}");
        foreach (var reason in finding.Reasons) text.AppendLine(CultureInfo.InvariantCulture, $"    forced by  {reason}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    loss       {finding.Kind.Loss}");
        text.AppendLine(finding.IsAllowed
            ? $"    allowed    by the label {finding.Kind.Label}"
            : $"    if meant   add the label {finding.Kind.Label} to the pull request");
    }
}
