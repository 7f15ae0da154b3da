using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>
/// A setting of another strategy would be ignored, and a deployment that outlives the job which waits for it would end
/// without a verdict.
/// </summary>
internal sealed class DeploymentStrategyRule : ISettingsRule
{
    private const int LongestMinutes = 180;
    private const string Gateway = "gateway";
    private const string Deployment = "deployment";

    private static readonly (string Key, string Example, DeploymentStrategy[] Strategies)[] Uses =
    [
        ("bakeTimeMinutes", "strategy: blueGreen", [DeploymentStrategy.BlueGreen, DeploymentStrategy.Canary, DeploymentStrategy.Linear]),
        ("canaryPercent", "strategy: canary", [DeploymentStrategy.Canary]),
        ("canaryBakeTimeMinutes", "strategy: canary", [DeploymentStrategy.Canary]),
        ("stepPercent", "strategy: linear", [DeploymentStrategy.Linear]),
        ("stepBakeTimeMinutes", "strategy: linear", [DeploymentStrategy.Linear]),
        ("testHeader", "strategy: blueGreen", [DeploymentStrategy.BlueGreen, DeploymentStrategy.Canary, DeploymentStrategy.Linear]),
    ];

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (faults.IsBroken(Gateway, Deployment)) return;
        var deployment = settings.Gateway.Deployment;
        foreach (var (key, example, strategies) in Uses)
        {
            if (!strategies.Contains(deployment.Strategy) && faults.IsSet(Gateway, Deployment, key))
                faults.Add([Gateway, Deployment, key], $"only with another strategy than {Word(deployment.Strategy)}", example);
        }

        if (deployment.Duration > TimeSpan.FromMinutes(LongestMinutes))
        {
            faults.Add(
                [Gateway, Deployment],
                $"at most {LongestMinutes} minutes for all steps and bake times together: the deployment job waits for them",
                "deployment: {strategy: linear, stepPercent: 20, stepBakeTimeMinutes: 5}",
                $"{deployment.Duration.TotalMinutes} minutes");
        }
    }

    private static string Word(DeploymentStrategy strategy) => PropertyShape.CamelCase(strategy.ToString());
}
