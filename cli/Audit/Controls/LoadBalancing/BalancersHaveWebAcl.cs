using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Public load balancers have a web ACL.</summary>
public sealed class BalancersHaveWebAcl() : ResourceControl("aws:lb/loadBalancer:LoadBalancer")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alb-web-acl",
        Title = "Public load balancers have a web ACL",
        Why = "Without it every attack that AWS already knows reaches the gateway.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-waf.html",
        Severity = Severity.Medium,
        References = [Reference.SecurityHub("ELB.16")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var acl = stack.Referring("aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn", resource)
            .Select(association => stack.Find(association.Inputs.Text("webAclArn"))).FirstOrDefault(found => found is not null);
        return Verdict.Of(resource, acl is not null, "No web ACL is associated with the load balancer.", new Evidence("web ACL", acl?.Name ?? "none"));
    }
}
