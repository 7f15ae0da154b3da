using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Load balancers are protected against deletion.</summary>
public sealed class DeletionIsProtected() : ResourceControl("aws:lb/loadBalancer:LoadBalancer")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alb-deletion-protection",
        Title = "Load balancers are protected against deletion",
        Why = "Deleting the load balancer takes the API off the internet and its address with it.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#deletion-protection",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.6")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Boolean("enableDeletionProtection") is true, "The load balancer can be deleted.", "enableDeletionProtection");
}
