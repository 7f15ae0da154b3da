namespace SecureApi.Waf;

/// <summary>The AWS managed rule groups that the web ACL can hold.</summary>
/// <remarks>https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html</remarks>
public enum WafRuleGroup
{
    /// <summary>AWSManagedRulesCommonRuleSet: the OWASP Top 10 and the like.</summary>
    Common,

    /// <summary>AWSManagedRulesKnownBadInputsRuleSet: requests known to exploit or to look for weak spots.</summary>
    KnownBadInputs,

    /// <summary>AWSManagedRulesSQLiRuleSet: SQL injection.</summary>
    SqlInjection,

    /// <summary>AWSManagedRulesAmazonIpReputationList: addresses that Amazon has seen to attack.</summary>
    IpReputation,

    /// <summary>AWSManagedRulesAnonymousIpList: VPNs, proxies, Tor nodes and hosting providers.</summary>
    AnonymousIp,
}
