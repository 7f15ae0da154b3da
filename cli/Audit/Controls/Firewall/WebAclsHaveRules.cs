using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Firewall;

/// <summary>Web ACLs have rules.</summary>
public sealed class WebAclsHaveRules() : ResourceControl("aws:wafv2/webAcl:WebAcl")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "waf-has-rules",
        Title = "Web ACLs have rules",
        Why = "An empty web ACL lets everything pass.",
        Document = "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("WAF.10")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.List("rules").Count > 0, "The web ACL has no rule.", new Evidence("rules", string.Join(", ", resource.Inputs.List("rules").Maps.Select(rule => rule.Text("name")))));
}
