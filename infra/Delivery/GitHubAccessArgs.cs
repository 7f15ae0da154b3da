using Pulumi;
using SecureApi.Configuration;
using SecureApi.Naming;

namespace SecureApi.Delivery;

/// <summary>What <see cref="GitHubAccess"/> is made from.</summary>
public sealed record GitHubAccessArgs
{
    /// <summary>Owner and name of the repository.</summary>
    public required string Repository { get; init; }

    /// <summary>Environment, provider and state.</summary>
    public required GitHubSettings Settings { get; init; }

    /// <summary>The account: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The stack's region.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>The stack's names.</summary>
    public required StackNames Names { get; init; }

    /// <summary>The public zone in which the deployment writes records; null when DNS is elsewhere.</summary>
    public required string? HostedZoneId { get; init; }

    /// <summary>The policy that bounds the roles that a deployment makes.</summary>
    public required Output<string> BoundaryArn { get; init; }
}
