using System.Collections.Immutable;

namespace SecureApi.Cli.Audit;

/// <summary>A control in words: what it asks for, why, and where it comes from.</summary>
public sealed record ControlDescription
{
    /// <summary>The stable id, in kebab case. Waivers and reports name it; it never changes its meaning.</summary>
    public required string Id { get; init; }

    /// <summary>What the control asks for, as a sentence without a full stop.</summary>
    public required string Title { get; init; }

    /// <summary>Why it matters, apart from what may be wrong.</summary>
    public required string Why { get; init; }

    /// <summary>The AWS document that it rests on.</summary>
    public required string Document { get; init; }

    /// <summary>How much harm it does when it is not met.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The published requirements that it covers; empty when none asks for it.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];
}
