using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.Compute;

/// <summary>A service behind the gateway.</summary>
public sealed record ServiceSettings : TaskSettings
{
    /// <summary>The path under which the gateway sends requests to this service.</summary>
    [Setting(Example = "/v1/orders"), PathPrefix]
    public required string PathPrefix { get; init; }

    /// <summary>The port that the service listens on.</summary>
    [Setting(Min = 1024, Max = 65535, Example = "8000")]
    public int Port { get; init; } = 8000;

    /// <summary>Plain environment variables.</summary>
    [Setting(Max = 100, Example = "{API_LOG_LEVEL: info}"), EnvironmentName]
    public ImmutableSortedDictionary<string, string> Settings { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Secret environment variables, handed to the task by Secrets Manager.</summary>
    [Setting(Max = 50, Example = "{API_WEBHOOK_KEYS: {external: true}}"), EnvironmentName]
    public ImmutableSortedDictionary<string, SecretText> Secrets { get; init; } =
        ImmutableSortedDictionary.Create<string, SecretText>(StringComparer.Ordinal);
}
