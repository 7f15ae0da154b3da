using System.ComponentModel.DataAnnotations;
using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>The Nginx gateway.</summary>
public sealed record GatewayConfig : TaskConfig
{
    /// <summary>The port that the gateway listens on with TLS.</summary>
    [Setting(Example = "443"), Range(1, 65535)]
    public int Port { get; init; } = 443;

    /// <summary>Requests a minute for one task that autoscaling holds.</summary>
    [Setting(Unit = "requests a minute", Example = "1000"), Range(1, 1_000_000)]
    public int RequestsPerTarget { get; init; } = 1000;

    /// <summary>The least severe message in the gateway's error log.</summary>
    [Setting(Example = "warn")]
    public LogLevel LogLevel { get; init; } = LogLevel.Warn;

    /// <summary>The largest request body.</summary>
    [Setting(Unit = "bytes", Example = "1048576"), Range(1024, 104_857_600)]
    public int MaxBodyBytes { get; init; } = 1_048_576;

    /// <summary>How long a request's body may take, besides a second for each 64 KiB.</summary>
    [Setting(Unit = "seconds", Example = "30"), Range(1, 600)]
    public int BodySeconds { get; init; } = 30;

    /// <summary>How a new revision takes over.</summary>
    [Setting(Example = "{strategy: canary}")]
    public DeploymentConfig Deployment { get; init; } = new();

    /// <summary>Validates the rules on several values.</summary>
    internal void Validate(StackConfig stack, ConfigErrors errors)
    {
        ValidateTasks(["gateway"], stack, errors);
        Deployment.CheckStrategy(errors);
    }
}

/// <summary>The least severe message that the gateway writes to its error log.</summary>
public enum LogLevel
{
    /// <summary>Normal events.</summary>
    Info,

    /// <summary>What may need a look.</summary>
    Warn,

    /// <summary>What went wrong.</summary>
    Error,
}

/// <summary>
/// How a new revision of the gateway takes over. Every strategy rolls back when an alarm of the gateway fires; all but rolling keep
/// the old tasks until the bake time is over, so that the way back takes seconds. Tasks that never start end a rolling deployment by
/// ECS's circuit breaker, which AWS documents for no other; there, <c>pulumi up</c> fails after its bake times and 20 minutes, and
/// the deployment workflow ends the deployment.
/// </summary>
/// <remarks>Limits: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html and API_CanaryConfiguration.html</remarks>
public sealed record DeploymentConfig
{
    private const int LongestMinutes = 180;
    private static readonly string[] Path = ["gateway", "deployment"];

    /// <summary>Task by task, or with a second set of tasks: at once, a share first, or in steps.</summary>
    [Setting(Example = "canary")]
    public DeploymentStrategy Strategy { get; init; } = DeploymentStrategy.Rolling;

    /// <summary>How long the old tasks stay once the new ones have every request. Not for rolling.</summary>
    [Setting(Unit = "minutes", Example = "10"), Range(0, 180)]
    public int BakeTimeMinutes { get; init; } = 10;

    /// <summary>The share of requests that the new tasks get first. Only for canary.</summary>
    [Setting(Unit = "%", Example = "10"), Range(1, 99)]
    public int CanaryPercent { get; init; } = 10;

    /// <summary>How long only that share goes to the new tasks. Only for canary.</summary>
    [Setting(Unit = "minutes", Example = "10"), Range(1, 180)]
    public int CanaryBakeTimeMinutes { get; init; } = 10;

    /// <summary>The share of requests that each step moves. Only for linear.</summary>
    [Setting(Unit = "%", Example = "20"), Range(3, 99)]
    public int StepPercent { get; init; } = 20;

    /// <summary>How long each step lasts. Only for linear.</summary>
    [Setting(Unit = "minutes", Example = "5"), Range(1, 180)]
    public int StepBakeTimeMinutes { get; init; } = 5;

    /// <summary>
    /// A header with which a client reaches the new tasks before anybody else does (<c>x-revision: green</c>). Not for rolling.
    /// </summary>
    [Setting(Example = "x-revision"), Length(1, 40), RegularExpression(Patterns.HeaderName, ErrorMessage = Patterns.HeaderNameRule)]
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

    /// <summary>
    /// Only the settings of the chosen strategy are set, and all steps and bake times together are shorter than the deployment
    /// job, which waits for them.
    /// </summary>
    internal void CheckStrategy(ConfigErrors errors)
    {
        if (errors.HasError(Path)) return;
        CheckUse("bakeTimeMinutes", ShiftsTraffic, "strategy: blueGreen", errors);
        CheckUse("canaryPercent", Strategy == DeploymentStrategy.Canary, "strategy: canary", errors);
        CheckUse("canaryBakeTimeMinutes", Strategy == DeploymentStrategy.Canary, "strategy: canary", errors);
        CheckUse("stepPercent", Strategy == DeploymentStrategy.Linear, "strategy: linear", errors);
        CheckUse("stepBakeTimeMinutes", Strategy == DeploymentStrategy.Linear, "strategy: linear", errors);
        CheckUse("testHeader", ShiftsTraffic, "strategy: blueGreen", errors);
        if (Duration <= TimeSpan.FromMinutes(LongestMinutes)) return;
        errors.Add(
            Path,
            $"at most {LongestMinutes} minutes for all steps and bake times together: the deployment job waits for them",
            "deployment: {strategy: linear, stepPercent: 20, stepBakeTimeMinutes: 5}",
            $"{Duration.TotalMinutes} minutes");
    }

    private void CheckUse(string key, bool isUsed, string example, ConfigErrors errors)
    {
        if (!isUsed && errors.IsSet([.. Path, key]))
            errors.Add([.. Path, key], $"only with another strategy than {Setting.CamelCase($"{Strategy}")}", example);
    }
}

/// <summary>How a new revision of the gateway takes over the requests.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html"/>
public enum DeploymentStrategy
{
    /// <summary>Task by task, in one target group.</summary>
    Rolling,

    /// <summary>All at once, to a full second set of tasks.</summary>
    BlueGreen,

    /// <summary>A share first, and after a while the rest.</summary>
    Canary,

    /// <summary>In equal steps.</summary>
    Linear,
}
