namespace SecureApi.Ecs;

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
