using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Discovery;

/// <summary>What a <see cref="ServiceDirectory"/> is made from.</summary>
public sealed record ServiceDirectoryArgs
{
    /// <summary>The private namespace, such as <c>prod.secure-api.internal</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary>The VPC in which the names exist.</summary>
    public required Output<string> VpcId { get; init; }

    /// <summary>The services to be found.</summary>
    public required ImmutableArray<string> Services { get; init; }
}
