using System.Collections.Immutable;

namespace SecureApi.Cli.Gate;

/// <summary>A protected resource that the changes would take away.</summary>
/// <param name="Operation"><c>delete</c> or <c>replace</c>.</param>
/// <param name="Kind">What is protected.</param>
/// <param name="Resource">Which resource.</param>
/// <param name="Reasons">Why, a line each.</param>
/// <param name="IsAllowed">The pull request carries the kind's label.</param>
public sealed record GateFinding(
    string Operation, ProtectedKind Kind, ResourceTypes Resource, ImmutableArray<string> Reasons, bool IsAllowed);
