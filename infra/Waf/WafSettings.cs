using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.Waf;

/// <summary>The web ACL in front of the load balancer.</summary>
public sealed record WafSettings
{
    /// <summary>AWS managed rule groups and what they do. A group that is not named keeps its default.</summary>
    [Setting(Example = "{anonymousIp: count}")]
    public ImmutableSortedDictionary<WafRuleGroup, WafRuleAction> ManagedGroups { get; init; } = DefaultManagedGroups;

    /// <summary>Requests that one IP address may make in a window.</summary>
    [Setting(Min = 10, Max = 2_000_000_000, Unit = "requests", Example = "2000")]
    public int RateLimit { get; init; } = 2000;

    /// <summary>The window of the rate limit.</summary>
    [Setting(Unit = "seconds", Example = "300")]
    public int RateWindowSeconds { get; init; } = 300;

    /// <summary>The rule on the caller's country; none when absent.</summary>
    public GeoSettings? Geo { get; init; }

    /// <summary>The web ACL's log.</summary>
    public WafLogSettings Logs { get; init; } = new();

    /// <summary>
    /// Every group blocks but the list of anonymous addresses, which holds hosting providers: webhooks come from there.
    /// </summary>
    private static ImmutableSortedDictionary<WafRuleGroup, WafRuleAction> DefaultManagedGroups { get; } =
        ImmutableSortedDictionary.CreateRange(
        [
            KeyValuePair.Create(WafRuleGroup.Common, WafRuleAction.Block),
            KeyValuePair.Create(WafRuleGroup.KnownBadInputs, WafRuleAction.Block),
            KeyValuePair.Create(WafRuleGroup.SqlInjection, WafRuleAction.Block),
            KeyValuePair.Create(WafRuleGroup.IpReputation, WafRuleAction.Block),
            KeyValuePair.Create(WafRuleGroup.AnonymousIp, WafRuleAction.Count),
        ]);
}
