using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>A subnet, its addresses and its routes.</summary>
/// <param name="Resource">The subnet.</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="Blocks">Its addresses, of one or both families.</param>
/// <param name="RouteTableId">The route table that counts for it.</param>
/// <param name="Routes">The routes of that table.</param>
public sealed record NetworkSubnet(
    RecordedResource Resource,
    string VpcId,
    ImmutableArray<IpBlock> Blocks,
    string RouteTableId,
    ImmutableArray<NetworkRoute> Routes)
{
    /// <inheritdoc/>
    public override string ToString() => Resource.Name;
}
