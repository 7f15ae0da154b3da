using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Traffic that the declared network lets pass from one place to another.</summary>
public sealed record NetworkPath
{
    /// <summary>Who opens the connection.</summary>
    public required PathEnd Source { get; init; }

    /// <summary>To whom.</summary>
    public required PathEnd Destination { get; init; }

    /// <summary>Over which protocol.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>What may pass.</summary>
    public required Traffic Traffic { get; init; }

    /// <summary>The rules, routes and gateways on the way.</summary>
    public required ImmutableArray<RecordedResource> Through { get; init; }

    /// <summary>What the architecture says of it.</summary>
    public required PathStanding Standing { get; init; }

    /// <summary>The stated flows that open it.</summary>
    public required ImmutableArray<string> Flows { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source} -> {Destination}, {Traffic}, {(Family == AddressFamily.Ipv4 ? "IPv4" : "IPv6")}";
}
