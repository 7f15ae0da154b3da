using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>One end of a path. Two ends are equal when they are the same place.</summary>
public sealed record PathEnd
{
    private PathEnd()
    {
    }

    /// <summary>The kind of place.</summary>
    public required PathEndKind Kind { get; init; }

    /// <summary>The place in a few words.</summary>
    public required string Label { get; init; }

    /// <summary>The node; null for another kind.</summary>
    public NetworkNode? Node { get; init; }

    /// <summary>The addresses outside, or the resolver's; null for another kind.</summary>
    public IpBlock? Block { get; init; }

    /// <summary>The gateway endpoint; null for another kind.</summary>
    public RecordedResource? Endpoint { get; init; }

    /// <summary>Something in the VPC.</summary>
    public static PathEnd Of(NetworkNode node) => new() { Kind = PathEndKind.Node, Label = node.Label, Node = node };

    /// <summary>Addresses outside.</summary>
    public static PathEnd Outside(IpBlock block) => new()
    {
        Kind = PathEndKind.Outside,
        Label = block.IsAny ? "internet" : block.ToString(),
        Block = block,
    };

    /// <summary>A VPC's resolver.</summary>
    public static PathEnd Resolver(IpBlock address) => new() { Kind = PathEndKind.Resolver, Label = "VPC resolver", Block = address };

    /// <summary>What a gateway endpoint leads to.</summary>
    public static PathEnd AwsService(RecordedResource endpoint) => new()
    {
        Kind = PathEndKind.AwsService,
        Label = $"{NodeFinder.ServiceOf(endpoint)} (gateway endpoint)",
        Endpoint = endpoint,
    };

    /// <inheritdoc/>
    public override string ToString() => Label;
}
