using System.Collections.Immutable;
using Pulumi;
using SecureApi.Naming;

namespace SecureApi.Registry;

/// <summary>What <see cref="ImageRepositories"/> are made from.</summary>
public sealed record ImageRepositoriesArgs
{
    /// <summary>The images: the gateway and every service.</summary>
    public required ImmutableArray<string> Images { get; init; }

    /// <summary>Gives each repository its fixed name.</summary>
    public required StackNames Names { get; init; }

    /// <summary>The customer-managed key.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>Whether a destroy may delete repositories with images in them.</summary>
    public required bool ForceDelete { get; init; }
}
