using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Failing deployments are rolled back.</summary>
public sealed class DeploymentsRollBack() : ResourceControl("aws:ecs/service:Service")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-deployment-rollback",
        Title = "Failing deployments are rolled back",
        Why = "A version that does not start must not wait for a person.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var breaker = resource.Inputs.Map("deploymentCircuitBreaker");
        return Verdict.Of(resource, breaker.Boolean("enable") is true && breaker.Boolean("rollback") is true, "A failing deployment is not rolled back.", "deploymentCircuitBreaker");
    }
}
