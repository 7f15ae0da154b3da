using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Firewall;

/// <summary>Web ACLs limit the rate of one address.</summary>
public sealed class RequestsAreLimited() : ResourceControl("aws:wafv2/webAcl:WebAcl")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "waf-rate-limit",
        Title = "Web ACLs limit the rate of one address",
        Why = "Without a limit one client can use up the whole API.",
        Document = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var limits = resource.Inputs.List("rules").Maps
            .Where(rule => rule.Map("action")["block"] is not null)
            .Select(rule => rule.Map("statement").Map("rateBasedStatement").Number("limit")).OfType<double>().ToList();
        return Verdict.Of(resource, limits.Count > 0, "No rule blocks an address that asks too often.", new Evidence("rateBasedStatement.limit", limits.Count == 0 ? "none" : string.Join(", ", limits)));
    }
}
