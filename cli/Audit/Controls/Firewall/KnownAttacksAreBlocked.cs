using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Firewall;

/// <summary>Web ACLs block what AWS's core rules recognise.</summary>
public sealed class KnownAttacksAreBlocked() : ResourceControl("aws:wafv2/webAcl:WebAcl")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "waf-blocks-known-attacks",
        Title = "Web ACLs block what AWS's core rules recognise",
        Why = "A group that only counts observes an attack and lets it pass.",
        Document = "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
        Severity = Severity.Medium,
    };

    private static readonly string[] Core = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"];

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var blocking = resource.Inputs.List("rules").Maps
            .Where(rule => rule.Map("overrideAction")["none"] is not null)
            .Select(rule => rule.Map("statement").Map("managedRuleGroupStatement").Text("name")).OfType<string>().ToList();
        var missing = Core.Except(blocking).ToList();
        return Verdict.Of(
            resource, missing.Count == 0, $"Not blocking: {string.Join(", ", missing)}.", new Evidence("blocking groups", string.Join(", ", blocking)));
    }
}
