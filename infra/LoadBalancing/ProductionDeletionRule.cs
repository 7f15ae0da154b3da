using SecureApi.Configuration;

namespace SecureApi.LoadBalancing;

/// <summary>Production's load balancer cannot be deleted by accident.</summary>
internal sealed class ProductionDeletionRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (settings.Environment != DeploymentEnvironment.Prod || faults.IsBroken("edge") || settings.Edge.DeletionProtection) return;
        faults.Add(["edge", "deletionProtection"], "true in production: its deletion would cut every client off", "deletionProtection: true");
    }
}
