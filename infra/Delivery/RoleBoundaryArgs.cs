using Pulumi;
using SecureApi.Configuration;
using SecureApi.Naming;

namespace SecureApi.Delivery;

/// <summary>What a <see cref="RoleBoundary"/> is made from.</summary>
public sealed record RoleBoundaryArgs
{
    /// <summary>The account: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The stack's region.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>The stack's names.</summary>
    public required StackNames Names { get; init; }
}
