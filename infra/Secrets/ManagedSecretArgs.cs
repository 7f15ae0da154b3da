using Pulumi;

namespace SecureApi.Secrets;

/// <summary>What a <see cref="ManagedSecret"/> is made from.</summary>
public sealed record ManagedSecretArgs
{
    /// <summary>What the secret is, without telling it.</summary>
    public required string Description { get; init; }

    /// <summary>The customer-managed key.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The value: text, or a JSON object whose members tasks receive one by one. At most 64 KiB.</summary>
    public required Output<string> Value { get; init; }
}
