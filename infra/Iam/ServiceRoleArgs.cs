using Pulumi;

namespace SecureApi.Iam;

/// <summary>What a <see cref="ServiceRole"/> is made from.</summary>
public sealed record ServiceRoleArgs
{
    /// <summary>The service principal that takes on the role, such as <c>ecs-tasks.amazonaws.com</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The account on whose behalf the service must act: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The resources on whose behalf the service must act: an ARN with wildcards.</summary>
    public required Output<string> SourceArnPattern { get; init; }

    /// <summary>What the role is for, as the console shows it.</summary>
    public required string Description { get; init; }

    /// <summary>The permissions, a managed policy of our own for each label. Empty for a role that may do nothing.</summary>
    public SortedDictionary<string, Output<PolicyDocument>> Policies { get; init; } = new(StringComparer.Ordinal);
}
