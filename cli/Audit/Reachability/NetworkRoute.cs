using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>A route of a route table, other than the local one that every table has.</summary>
/// <param name="Resource">The resource that declares it.</param>
/// <param name="Destination">The addresses; null when the route names a prefix list.</param>
/// <param name="Kind">Where it leads.</param>
/// <param name="Target">The gateway; null when it is none of this stack.</param>
public sealed record NetworkRoute(RecordedResource Resource, IpBlock? Destination, RouteTargetKind Kind, RecordedResource? Target);
