using SecureApi.Configuration;

namespace SecureApi.Waf;

/// <summary>What each AWS managed rule group does.</summary>
/// <remarks>https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html</remarks>
public sealed record ManagedGroupSettings
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

    /// <summary>What a group does.</summary>
    public WafRuleAction ActionOf(WafRuleGroup group) => group switch
    {
        WafRuleGroup.Common => Common,
        WafRuleGroup.KnownBadInputs => KnownBadInputs,
        WafRuleGroup.SqlInjection => SqlInjection,
        WafRuleGroup.IpReputation => IpReputation,
        WafRuleGroup.AnonymousIp => AnonymousIp,
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };
}
