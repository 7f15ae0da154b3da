using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Health checks of targets are encrypted.</summary>
public sealed class HealthChecksAreEncrypted() : ResourceControl("aws:lb/targetGroup:TargetGroup")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "target-health-encrypted",
        Title = "Health checks of targets are encrypted",
        Why = "A health check in the clear can be answered by somebody else.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.21")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        resource.Inputs.Text("targetType") == "lambda"
            ? null
            : Verdict.Of(resource, resource.Inputs.Map("healthCheck").Text("protocol") == "HTTPS", "Health checks are not encrypted.", new Evidence("healthCheck.protocol", resource.Inputs.Map("healthCheck").Text("protocol") ?? "(not set)"));
}
