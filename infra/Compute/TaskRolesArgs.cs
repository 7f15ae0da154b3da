using System.Collections.Immutable;
using Pulumi;
using SecureApi.Configuration;

namespace SecureApi.Compute;

/// <summary>What <see cref="TaskRoles"/> are made from.</summary>
public sealed record TaskRolesArgs
{
    /// <summary>The service's name, for descriptions.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The account: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region, for ARNs.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>The repository to pull from.</summary>
    public required Output<string> RepositoryArn { get; init; }

    /// <summary>The log group to write to.</summary>
    public required Output<string> LogGroupArn { get; init; }

    /// <summary>The secrets to read.</summary>
    public required ImmutableArray<Output<string>> SecretArns { get; init; }

    /// <summary>The key that encrypts the secrets.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The ARN of a policy that bounds every role made here; null for none.</summary>
    public Output<string>? RoleBoundary { get; init; }
}
