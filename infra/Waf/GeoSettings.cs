using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.Waf;

/// <summary>The rule on the caller's country.</summary>
public sealed record GeoSettings
{
    /// <summary>How the list is meant.</summary>
    [Setting(Example = "allow")]
    public required GeoMode Mode { get; init; }

    /// <summary>Countries: two capital letters each (ISO 3166-1 alpha-2).</summary>
    /// <remarks>https://docs.aws.amazon.com/waf/latest/APIReference/API_GeoMatchStatement.html</remarks>
    [Setting(Min = 1, Max = 50, Example = "[IE, GB]"), CountryCode]
    public required ImmutableArray<string> Countries { get; init; }
}
