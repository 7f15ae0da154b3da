using SecureApi.Common;
using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>A service behind the gateway.</summary>
public sealed record ServiceConfig : TaskConfig
{
    /// <summary>The path under which the gateway sends requests to this service.</summary>
    [Setting(Example = "/v1/orders"), PathPrefix]
    public required string PathPrefix { get; init; }

    /// <summary>The port that the service listens on.</summary>
    [Setting(Min = 1024, Max = 65535, Example = "8000")]
    public int Port { get; init; } = 8000;

    /// <summary>Plain environment variables.</summary>
    [Setting(Max = 100, Example = "{API_LOG_LEVEL: info}"), EnvironmentName]
    public NamedMap<string> Settings { get; init; } = NamedMaps.Empty<string>();

    /// <summary>Secret environment variables, handed to the task by Secrets Manager.</summary>
    [Setting(Max = 50, Example = "{API_WEBHOOK_KEYS: {external: true}}"), EnvironmentName]
    public NamedMap<SecretText> Secrets { get; init; } = NamedMaps.Empty<SecretText>();
}
