namespace SecureApi.Waf;

/// <summary>What the web ACL does with a request that a managed rule group matches.</summary>
public enum WafRuleAction
{
    /// <summary>Counts it and lets it pass: to learn what a group would do.</summary>
    Count,

    /// <summary>Refuses it, as the group's own rules say.</summary>
    Block,
}
