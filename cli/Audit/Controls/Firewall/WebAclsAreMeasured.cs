using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Firewall;

/// <summary>Web ACLs and their rules have metrics.</summary>
public sealed class WebAclsAreMeasured() : ResourceControl("aws:wafv2/webAcl:WebAcl")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "waf-metrics",
        Title = "Web ACLs and their rules have metrics",
        Why = "A rule without a metric can be neither watched nor tuned.",
        Document = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("WAF.12")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var silent = resource.Inputs.List("rules").Maps
            .Where(rule => rule.Map("visibilityConfig").Boolean("cloudwatchMetricsEnabled") is not true).Select(rule => rule.Text("name")).ToList();
        var own = resource.Inputs.Map("visibilityConfig").Boolean("cloudwatchMetricsEnabled") is true;
        return Verdict.Of(
            resource,
            own && silent.Count == 0,
            silent.Count == 0 ? "The web ACL has no metrics." : $"Rules without metrics: {string.Join(", ", silent)}.",
            new Evidence("visibilityConfig.cloudwatchMetricsEnabled", own ? "true" : "false"));
    }
}
