using SecureApi.Configuration;

namespace SecureApi.Waf;

/// <summary>The web ACL in front of the load balancer.</summary>
public sealed record WafSettings
{
    /// <summary>AWS managed rule groups and what they do.</summary>
    [Setting(Example = "{anonymousIp: count}")]
    public ManagedGroupSettings ManagedGroups { get; init; } = new();

    /// <summary>Requests that one IP address may make in a window.</summary>
    /// <remarks>https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html</remarks>
    [Setting(Min = 10, Max = 2_000_000_000, Unit = "requests", Example = "2000")]
    public int RateLimit { get; init; } = 2000;

    /// <summary>The window of the rate limit.</summary>
    [Setting(Unit = "seconds", Example = "300"), OneOf(60, 120, 300, 600)]
    public int RateWindowSeconds { get; init; } = 300;

    /// <summary>The rule on the caller's country; none when absent.</summary>
    [Setting(Example = "{mode: allow, countries: [IE, GB]}")]
    public GeoSettings? Geo { get; init; }

    /// <summary>The web ACL's log.</summary>
    [Setting(Example = "{redactedHeaders: [authorization, cookie]}")]
    public WafLogSettings Logs { get; init; } = new();
}
