using System.Collections.Immutable;

namespace SecureApi.Cli.Audit.Policies;

/// <summary>One statement of a parsed policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html"/>
public sealed record ParsedStatement
{
    /// <summary>The statement's id; <c>#1</c> and so on where it has none.</summary>
    public required string Sid { get; init; }

    /// <summary>False for a denial.</summary>
    public required bool Allows { get; init; }

    /// <summary>Who; empty in an identity policy.</summary>
    public required ImmutableArray<ParsedPrincipal> Principals { get; init; }

    /// <summary>The actions; empty when <see cref="Negations"/> says which are left out.</summary>
    public required ImmutableArray<string> Actions { get; init; }

    /// <summary>The resources; empty in a trust policy.</summary>
    public required ImmutableArray<string> Resources { get; init; }

    /// <summary>The conditions, all of which must hold.</summary>
    public required ImmutableArray<ParsedCondition> Conditions { get; init; }

    /// <summary>The elements that name what the statement leaves out: <c>NotAction</c>, <c>NotResource</c>, <c>NotPrincipal</c>.</summary>
    public required ImmutableArray<string> Negations { get; init; }

    /// <summary>True when one of the action patterns covers the action.</summary>
    /// <param name="action">A full action, such as <c>iam:PassRole</c>.</param>
    public bool Covers(string action) => Actions.Any(pattern => PolicyPattern.Matches(pattern, action, ignoreCase: true));

    /// <summary>True when a condition on the key really restricts the statement.</summary>
    /// <param name="key">A condition key.</param>
    public bool Restricts(string key) => Conditions.Any(condition => condition.Restricts(key));

    /// <summary>True when the resources are not narrowed at all.</summary>
    public bool AnyResource => Resources.Any(resource => resource.Trim('*').Length == 0);
}
