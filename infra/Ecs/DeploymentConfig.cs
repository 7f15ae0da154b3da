using SecureApi.Configuration;
using SecureApi.Waf;

namespace SecureApi.Ecs;

/// <summary>
/// How a new revision of the gateway takes over. Every strategy rolls back when an alarm of the gateway fires or its tasks
/// do not start; all but rolling keep the old tasks until the bake time is over, so that the way back takes seconds.
/// </summary>
/// <remarks>Limits: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html and API_CanaryConfiguration.html</remarks>
public sealed record DeploymentConfig
{
    /// <summary>Task by task, or with a second set of tasks: at once, a share first, or in steps.</summary>
    [Setting(Example = "canary")]
    public DeploymentStrategy Strategy { get; init; } = DeploymentStrategy.Rolling;

    /// <summary>How long the old tasks stay once the new ones have every request. Not for rolling.</summary>
    [Setting(Min = 0, Max = 180, Unit = "minutes", Example = "10")]
    public int BakeTimeMinutes { get; init; } = 10;

    /// <summary>The share of requests that the new tasks get first. Only for canary.</summary>
    [Setting(Min = 1, Max = 99, Unit = "%", Example = "10")]
    public int CanaryPercent { get; init; } = 10;

    /// <summary>How long only that share goes to the new tasks. Only for canary.</summary>
    [Setting(Min = 1, Max = 180, Unit = "minutes", Example = "10")]
    public int CanaryBakeTimeMinutes { get; init; } = 10;

    /// <summary>The share of requests that each step moves. Only for linear.</summary>
    [Setting(Min = 3, Max = 99, Unit = "%", Example = "20")]
    public int StepPercent { get; init; } = 20;

    /// <summary>How long each step lasts. Only for linear.</summary>
    [Setting(Min = 1, Max = 180, Unit = "minutes", Example = "5")]
    public int StepBakeTimeMinutes { get; init; } = 5;

    /// <summary>
    /// A header with which a client reaches the new tasks before anybody else does (<c>x-revision: green</c>). Not for rolling.
    /// </summary>
    [Setting(Min = 1, Max = 40, Example = "x-revision"), HeaderName]
    public string? TestHeader { get; init; }

    /// <summary>The deployment moves requests from one target group to another.</summary>
    public bool ShiftsTraffic => Strategy != DeploymentStrategy.Rolling;

    /// <summary>How long moving and baking take; zero for rolling.</summary>
    public TimeSpan Duration => TimeSpan.FromMinutes(Strategy switch
    {
        DeploymentStrategy.BlueGreen => BakeTimeMinutes,
        DeploymentStrategy.Canary => CanaryBakeTimeMinutes + BakeTimeMinutes,
        DeploymentStrategy.Linear => (Steps * StepBakeTimeMinutes) + BakeTimeMinutes,
        _ => 0,
    });

    /// <summary>Steps that are waited for: none after the one that reaches 100 %.</summary>
    private int Steps => ((100 + StepPercent - 1) / StepPercent) - 1;
}
