using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>In production, no service hangs on one task or on capacity that AWS may take back.</summary>
internal sealed class ProductionTasksRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (settings.Environment != DeploymentEnvironment.Prod) return;
        foreach (var (path, tasks) in TaskGroup.AllOf(settings))
        {
            if (tasks.MinTasks < 2 && !faults.IsBroken([.. path, "minTasks"]))
            {
                faults.Add([.. path, "minTasks"], "at least 2 in production: one task cannot be replaced without a gap", "minTasks: 2");
            }

            if (tasks.SpotPercent == 100)
            {
                faults.Add([.. path, "spotPercent"], "less than 100 in production: AWS may take all Spot tasks back at once", "spotPercent: 50");
            }
        }
    }
}
