using System.Collections.Immutable;
using Pulumi;
using SecureApi.Configuration;

namespace SecureApi.Encryption;

/// <summary>What a <see cref="StackKey"/> is made from.</summary>
public sealed record StackKeyArgs
{
    /// <summary>The fixed alias, <c>alias/…</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>The account that owns the key: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region whose services use the key.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>The log groups that CloudWatch Logs may encrypt with the key; names, <c>*</c> allowed at the end.</summary>
    public required ImmutableArray<string> LogGroups { get; init; }
}
