using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Clusters use Container Insights.</summary>
public sealed class ClustersHaveInsights() : ResourceControl("aws:ecs/cluster:Cluster")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-container-insights",
        Title = "Clusters use Container Insights",
        Why = "Without its metrics a dying service looks like a quiet one.",
        Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/deploy-container-insights-ECS.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ECS.12")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.List("settings").Maps.Any(setting => setting.Text("name") == "containerInsights" && setting.Text("value") is "enabled" or "enhanced"), "Container Insights is off.", "settings");
}
