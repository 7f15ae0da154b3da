using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>The Nginx gateway.</summary>
public sealed record GatewayConfig : TaskConfig
{
    /// <summary>The port that the gateway listens on with TLS.</summary>
    [Setting(Min = 1, Max = 65535, Example = "443")]
    public int Port { get; init; } = 443;

    /// <summary>Requests a minute for one task that autoscaling holds.</summary>
    [Setting(Min = 1, Max = 1_000_000, Unit = "requests a minute", Example = "1000")]
    public int RequestsPerTarget { get; init; } = 1000;

    /// <summary>The least severe message in the gateway's error log.</summary>
    [Setting(Example = "warn")]
    public LogLevel LogLevel { get; init; } = LogLevel.Warn;

    /// <summary>The largest request body.</summary>
    [Setting(Min = 1024, Max = 104_857_600, Unit = "bytes", Example = "1048576")]
    public int MaxBodyBytes { get; init; } = 1_048_576;

    /// <summary>How a new revision takes over.</summary>
    [Setting(Example = "{strategy: canary}")]
    public DeploymentConfig Deployment { get; init; } = new();
}
