using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Whether traffic finds its way between a subnet and somewhere else.</summary>
/// <param name="Problem">Why it does not; null when it does.</param>
/// <param name="Through">The routes and gateways on the way, as far as it leads.</param>
internal sealed record RouteCheck(string? Problem, params ImmutableArray<RecordedResource> Through)
{
    public bool Works => Problem is null;
}
