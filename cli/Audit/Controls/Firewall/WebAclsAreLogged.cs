using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Firewall;

/// <summary>Web ACLs log what they decide.</summary>
public sealed class WebAclsAreLogged() : ResourceControl("aws:wafv2/webAcl:WebAcl")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "waf-logging",
        Title = "Web ACLs log what they decide",
        Why = "Without the log nobody can tell a blocked attack from a blocked customer.",
        Document = "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
        Severity = Severity.Low,
        References = [Reference.SecurityHub("WAF.11"), Reference.Pci("10.4.2")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var logging = stack.Referring("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "resourceArn", resource).FirstOrDefault();
        return Verdict.Of(
            resource,
            logging is not null && logging.Inputs.List("logDestinationConfigs").Count > 0,
            "The web ACL is not logged.",
            new Evidence("log", stack.Find(logging?.Inputs.List("logDestinationConfigs").Texts.FirstOrDefault())?.Name ?? "none"));
    }
}
