using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Iam;

/// <summary>What a <see cref="ServiceRole"/> is made from.</summary>
public sealed record ServiceRoleArgs
{
    /// <summary>The service principal that takes on the role, such as <c>ecs-tasks.amazonaws.com</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The account and the resources on whose behalf the service must act; null where it does not say for whom it acts.</summary>
    public ServiceRoleSource? Source { get; init; }

    /// <summary>The ARN of a policy that bounds whatever is attached to the role; null for none.</summary>
    public Output<string>? Boundary { get; init; }

    /// <summary>What the role is for, as the console shows it.</summary>
    public required string Description { get; init; }

    /// <summary>The permissions, a managed policy of our own for each label. Empty for a role that may do nothing.</summary>
    public ImmutableArray<NamedPolicy> Policies { get; init; } = [];
}
