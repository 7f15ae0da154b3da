using System.Collections.Immutable;
using SecureApi.Cli.Audit.Policies;
using SecureApi.Configuration;

namespace SecureApi.Cli.Audit.Waivers;

/// <summary>A finding that somebody accepts for a time, with a reason.</summary>
public sealed record Waiver
{
    /// <summary>The control's id.</summary>
    public required string Control { get; init; }

    /// <summary>Whose finding: a resource's URN, or a pattern of it with <c>*</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The stacks for which it counts; empty for all.</summary>
    public required ImmutableArray<string> Stacks { get; init; }

    /// <summary>Why it is acceptable.</summary>
    public required string Reason { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>The last day on which it counts.</summary>
    public required DateOnly Expires { get; init; }

    /// <summary>Where it is written.</summary>
    public required SourceLocation? Location { get; init; }

    /// <summary>True when it counts for the stack.</summary>
    /// <param name="stack">The stack's name.</param>
    public bool AppliesTo(string stack) => Stacks.IsEmpty || Stacks.Contains(stack);

    /// <summary>True when it speaks of a verdict of the control.</summary>
    /// <param name="control">The control's id.</param>
    /// <param name="verdict">The verdict; one on the stack as a whole is never waived.</param>
    public bool Covers(string control, Verdict verdict) =>
        Control == control && verdict.Resource is { } resource && PolicyPattern.Matches(Resource, resource.Urn);
}
