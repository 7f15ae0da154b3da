using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit;

/// <summary>What a control says of one subject, and why.</summary>
public sealed record Verdict
{
    /// <summary>Met or not.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The resource that was judged; null when the subject is the stack as a whole.</summary>
    public required RecordedResource? Resource { get; init; }

    /// <summary>What is wrong, as a sentence; empty when nothing is.</summary>
    public string Problem { get; init; } = "";

    /// <summary>The properties on which the verdict rests.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>Other resources that take part, such as the rules and routes of a path.</summary>
    public ImmutableArray<RecordedResource> Related { get; init; } = [];

    /// <summary>The verdict on a resource: met, or not met for the reason given.</summary>
    /// <param name="resource">The resource that was judged.</param>
    /// <param name="met">Whether the control is met.</param>
    /// <param name="problem">What is wrong when it is not.</param>
    /// <param name="evidence">What the verdict rests on.</param>
    public static Verdict Of(RecordedResource resource, bool met, string problem, params ImmutableArray<Evidence> evidence) => new()
    {
        Outcome = met ? Outcome.Met : Outcome.NotMet,
        Resource = resource,
        Problem = met ? "" : problem,
        Evidence = evidence,
    };

    /// <summary>A verdict that rests on one argument of the resource.</summary>
    /// <param name="resource">The resource that was judged.</param>
    /// <param name="met">Whether the control is met.</param>
    /// <param name="problem">What is wrong when it is not.</param>
    /// <param name="property">The argument's name.</param>
    public static Verdict Of(RecordedResource resource, bool met, string problem, string property) =>
        Of(resource, met, problem, Audit.Evidence.Of(resource, property));
}
