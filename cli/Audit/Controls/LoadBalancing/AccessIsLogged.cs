using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Load balancers log every request.</summary>
public sealed class AccessIsLogged() : ResourceControl("aws:lb/loadBalancer:LoadBalancer")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alb-access-logs",
        Title = "Load balancers log every request",
        Why = "Without the log nobody can tell afterwards who asked for what.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.5")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Map("accessLogs").Boolean("enabled") is true, "Requests are not logged.", "accessLogs");
}
