using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Services run in at least two Availability Zones.</summary>
public sealed class ServicesSpanZones() : ResourceControl("aws:ecs/service:Service")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-multiple-zones",
        Title = "Services run in at least two Availability Zones",
        Why = "One zone's failure must not be the service's.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var zones = resource.Inputs.Map("networkConfiguration").List("subnets").Texts
            .Select(subnet => stack.Find(subnet)?.Inputs.Text("availabilityZone")).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return Verdict.Of(resource, zones.Count >= 2, "The service is in fewer than two zones.", new Evidence("networkConfiguration.subnets", string.Join(", ", zones)));
    }
}
