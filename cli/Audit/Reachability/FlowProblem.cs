using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Why a stated flow, or something that a task needs, does not work.</summary>
/// <param name="Text">What is missing, as a sentence.</param>
/// <param name="Resources">The resources on the way.</param>
public sealed record FlowProblem(string Text, params ImmutableArray<RecordedResource> Resources);
