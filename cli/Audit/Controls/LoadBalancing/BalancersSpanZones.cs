using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Load balancers span at least two Availability Zones.</summary>
public sealed class BalancersSpanZones() : ResourceControl("aws:lb/loadBalancer:LoadBalancer")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alb-multiple-zones",
        Title = "Load balancers span at least two Availability Zones",
        Why = "One zone's failure must not be the API's.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.13")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var zones = resource.Inputs.List("subnets").Texts
            .Select(subnet => stack.Find(subnet)?.Inputs.Text("availabilityZone")).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return Verdict.Of(resource, zones.Count >= 2, "The load balancer is in fewer than two zones.", new Evidence("subnets", string.Join(", ", zones)));
    }
}
