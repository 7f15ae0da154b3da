using System.Collections.Immutable;

namespace SecureApi.Waf;

/// <summary>An AWS managed rule group as the web ACL uses it.</summary>
/// <seealso href="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"/>
internal sealed record ManagedRuleGroup(WafRuleGroup Key, string AwsName, string Metric)
{
    /// <summary>Rules of the group that only count here.</summary>
    public ImmutableArray<string> CountedRules { get; init; } = [];

    /// <summary>Every group, in order of evaluation: lists of addresses before anything that reads the request.</summary>
    public static ImmutableArray<ManagedRuleGroup> All { get; } =
    [
        new(WafRuleGroup.IpReputation, "AWSManagedRulesAmazonIpReputationList", "ip-reputation"),
        new(WafRuleGroup.AnonymousIp, "AWSManagedRulesAnonymousIpList", "anonymous-ip"),
        new(WafRuleGroup.KnownBadInputs, "AWSManagedRulesKnownBadInputsRuleSet", "known-bad-inputs"),
        new(WafRuleGroup.Common, "AWSManagedRulesCommonRuleSet", "common")
        {
            // Refuses bodies over 8 KiB, which webhooks often exceed; the gateway has the limit that counts.
            CountedRules = ["SizeRestrictions_BODY"],
        },
        new(WafRuleGroup.SqlInjection, "AWSManagedRulesSQLiRuleSet", "sql-injection"),
    ];
}
