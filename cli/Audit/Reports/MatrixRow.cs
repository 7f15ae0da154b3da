using System.Collections.Immutable;
using SecureApi.Cli.Audit.Reachability;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>A line of the reachability matrix: one kind of traffic between two places, over one or both families.</summary>
/// <param name="Source">Who opens the connection.</param>
/// <param name="Destination">To whom.</param>
/// <param name="Traffic">What passes.</param>
/// <param name="Families">Over which protocols.</param>
/// <param name="Standing">What the architecture says of it.</param>
/// <param name="Flows">The stated flows that open it.</param>
/// <param name="Through">The rules, routes and gateways on the way, by name.</param>
public sealed record MatrixRow(
    string Source,
    string Destination,
    string Traffic,
    ImmutableArray<AddressFamily> Families,
    PathStanding Standing,
    ImmutableArray<string> Flows,
    ImmutableArray<string> Through)
{
    /// <summary>The families in words.</summary>
    public string FamilyText => string.Join(", ", Families.Select(family => family == AddressFamily.Ipv4 ? "IPv4" : "IPv6"));

    /// <summary>The matrix of a proof: every path, those that differ in their family or their rules alone on one line.</summary>
    /// <param name="proof">The proof.</param>
    public static ImmutableArray<MatrixRow> Of(ReachabilityProof proof) =>
    [
        .. proof.Paths
            .GroupBy(path => (Source: path.Source.Label, Destination: path.Destination.Label, Traffic: path.Traffic.ToString(), path.Standing))
            .Select(group => new MatrixRow(
                group.Key.Source,
                group.Key.Destination,
                group.Key.Traffic,
                [.. group.Select(path => path.Family).Distinct().Order()],
                group.Key.Standing,
                [.. group.SelectMany(path => path.Flows).Distinct()],
                [.. group.SelectMany(path => path.Through).Select(resource => resource.Name).Distinct()])),
    ];
}
