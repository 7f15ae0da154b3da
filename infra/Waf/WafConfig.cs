using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using SecureApi.Configuration;

namespace SecureApi.Waf;

/// <summary>The web ACL in front of the load balancer.</summary>
public sealed record WafConfig
{
    /// <summary>AWS managed rule groups and what they do.</summary>
    [Setting(Example = "{anonymousIp: count}")]
    public ManagedGroupConfig ManagedGroups { get; init; } = new();

    /// <summary>Requests that one IP address may make in a window.</summary>
    /// <remarks>https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html</remarks>
    [Setting(Unit = "requests", Example = "2000"), Range(10, 2_000_000_000)]
    public int RateLimit { get; init; } = 2000;

    /// <summary>The window of the rate limit.</summary>
    [Setting(Unit = "seconds", Example = "300"), AllowedValues(60, 120, 300, 600)]
    public int RateWindowSeconds { get; init; } = 300;

    /// <summary>The rule on the caller's country; none when absent.</summary>
    [Setting(Example = "{mode: allow, countries: [IE, GB]}")]
    public GeoConfig? Geo { get; init; }

    /// <summary>The web ACL's log.</summary>
    [Setting(Example = "{redactedHeaders: [authorization, cookie]}")]
    public WafLogConfig Logs { get; init; } = new();
}

/// <summary>What each AWS managed rule group does.</summary>
/// <remarks>https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html</remarks>
public sealed record ManagedGroupConfig
{
    /// <summary>The OWASP Top 10 and the like (AWSManagedRulesCommonRuleSet).</summary>
    [Setting(Example = "block")]
    public WafRuleAction Common { get; init; } = WafRuleAction.Block;

    /// <summary>Requests known to exploit, or to look for weak spots (AWSManagedRulesKnownBadInputsRuleSet).</summary>
    [Setting(Example = "block")]
    public WafRuleAction KnownBadInputs { get; init; } = WafRuleAction.Block;

    /// <summary>SQL injection (AWSManagedRulesSQLiRuleSet).</summary>
    [Setting(Example = "block")]
    public WafRuleAction SqlInjection { get; init; } = WafRuleAction.Block;

    /// <summary>Addresses that Amazon has seen to attack (AWSManagedRulesAmazonIpReputationList).</summary>
    [Setting(Example = "block")]
    public WafRuleAction IpReputation { get; init; } = WafRuleAction.Block;

    /// <summary>VPNs, proxies, Tor nodes and hosting providers (AWSManagedRulesAnonymousIpList). Webhooks come from hosting providers: it counts.</summary>
    [Setting(Example = "count")]
    public WafRuleAction AnonymousIp { get; init; } = WafRuleAction.Count;
}

/// <summary>The rule on the caller's country.</summary>
public sealed record GeoConfig
{
    /// <summary>How the list is meant.</summary>
    [Setting(Example = "allow")]
    public required GeoMode Mode { get; init; }

    /// <summary>Countries: two capital letters each (ISO 3166-1 alpha-2).</summary>
    /// <remarks>https://docs.aws.amazon.com/waf/latest/APIReference/API_GeoMatchStatement.html</remarks>
    [Setting(Example = "[IE, GB]"), Length(1, 50), CountryCode]
    public required ImmutableArray<string> Countries { get; init; }
}

/// <summary>The web ACL's log, kept in CloudWatch.</summary>
public sealed record WafLogConfig
{
    /// <summary>Whether inspected requests are recorded.</summary>
    [Setting(Example = "true")]
    public bool Enabled { get; init; } = true;

    /// <summary>Headers whose values are left out of the records.</summary>
    /// <remarks>https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html</remarks>
    [Setting(Example = "[authorization, cookie]"), Length(0, 100), RegularExpression(Patterns.HeaderName, ErrorMessage = Patterns.HeaderNameRule)]
    public ImmutableArray<string> RedactedHeaders { get; init; } = ["authorization", "cookie"];
}

/// <summary>What the web ACL does with a request that a managed rule group matches.</summary>
public enum WafRuleAction
{
    /// <summary>Counts it and lets it pass: shows what a group would block.</summary>
    Count,

    /// <summary>Refuses it, as the group's own rules say.</summary>
    Block,
}

/// <summary>Whether a list of countries is allowed or blocked.</summary>
public enum GeoMode
{
    /// <summary>Only these countries may call.</summary>
    Allow,

    /// <summary>These countries may not call.</summary>
    Block,
}
