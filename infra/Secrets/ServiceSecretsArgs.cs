using Pulumi;
using SecureApi.Configuration;
using SecureApi.Naming;

namespace SecureApi.Secrets;

/// <summary>What <see cref="ServiceSecrets"/> are made from.</summary>
public sealed record ServiceSecretsArgs
{
    /// <summary>The service's name, for descriptions.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The secrets by environment variable.</summary>
    public required NamedMap<SecretText> Secrets { get; init; }

    /// <summary>The customer-managed key.</summary>
    public required Output<string> KeyArn { get; init; }
}
