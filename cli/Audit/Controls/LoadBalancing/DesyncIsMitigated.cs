using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Load balancers mitigate HTTP desync attacks.</summary>
public sealed class DesyncIsMitigated() : ResourceControl("aws:lb/loadBalancer:LoadBalancer")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alb-desync-mitigation",
        Title = "Load balancers mitigate HTTP desync attacks",
        Why = "Requests that two servers cut apart differently smuggle one user's request into another's.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#desync-mitigation-mode",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.12"), Reference.Pci("6.2.4")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Text("desyncMitigationMode") is "defensive" or "strictest", "Ambiguous requests are passed on.", "desyncMitigationMode");
}
