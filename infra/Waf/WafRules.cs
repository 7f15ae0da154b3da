using System.Collections.Immutable;
using Pulumi.Aws.WafV2.Inputs;

namespace SecureApi.Waf;

/// <summary>
/// The rules of the web ACL, cheapest and most general first: countries, request rate, then AWS's managed groups.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"/>
internal static class WafRules
{
    private const int GeoPriority = 0;
    private const int RatePriority = 10;
    private const int FirstManagedPriority = 20;
    private const int PriorityStep = 10;

    public static ImmutableArray<WafRule> For(WafSettings settings)
    {
        var rules = ImmutableArray.CreateBuilder<WafRule>();
        if (settings.Geo is { } geo) rules.Add(Countries(geo));
        rules.Add(Rate(settings));
        var priority = FirstManagedPriority;
        foreach (var group in ManagedRuleGroup.All)
        {
            rules.Add(Managed(group, settings.ManagedGroups.ActionOf(group.Key), priority));
            priority += PriorityStep;
        }

        return rules.ToImmutable();
    }

    /// <summary>Metrics and sampled requests for a rule.</summary>
    public static WebAclVisibilityConfigArgs Visibility(string metric) => new()
    {
        CloudwatchMetricsEnabled = true,
        SampledRequestsEnabled = true,
        MetricName = metric,
    };

    private static WafRule Countries(GeoSettings geo)
    {
        var match = new WebAclRuleStatementGeoMatchStatementArgs { CountryCodes = geo.Countries };
        var statement = geo.Mode == GeoMode.Block
            ? new WebAclRuleStatementArgs { GeoMatchStatement = match }
            : new WebAclRuleStatementArgs
            {
                NotStatement = new WebAclRuleStatementNotStatementArgs
                {
                    Statement = new WebAclRuleStatementArgs { GeoMatchStatement = match },
                },
            };
        return Blocking("countries", GeoPriority, statement);
    }

    private static WafRule Rate(WafSettings settings) => Blocking("rate", RatePriority, new WebAclRuleStatementArgs
    {
        RateBasedStatement = new WebAclRuleStatementRateBasedStatementArgs
        {
            AggregateKeyType = "IP",
            Limit = settings.RateLimit,
            EvaluationWindowSec = settings.RateWindowSeconds,
        },
    });

    private static WafRule Blocking(string name, int priority, WebAclRuleStatementArgs statement) => new(name, new WebAclRuleArgs
    {
        Name = name,
        Priority = priority,
        Action = new WebAclRuleActionArgs { Block = new WebAclRuleActionBlockArgs() },
        Statement = statement,
        VisibilityConfig = RuleVisibility(name),
    });

    /// <summary>A group decides by itself; overriding it with "count" only observes.</summary>
    private static WafRule Managed(ManagedRuleGroup group, WafRuleAction action, int priority) => new(group.Metric, new WebAclRuleArgs
    {
        Name = group.Metric,
        Priority = priority,
        OverrideAction = action == WafRuleAction.Count
            ? new WebAclRuleOverrideActionArgs { Count = new WebAclRuleOverrideActionCountArgs() }
            : new WebAclRuleOverrideActionArgs { None = new WebAclRuleOverrideActionNoneArgs() },
        Statement = new WebAclRuleStatementArgs
        {
            ManagedRuleGroupStatement = new WebAclRuleStatementManagedRuleGroupStatementArgs
            {
                VendorName = "AWS",
                Name = group.AwsName,
                RuleActionOverrides = group.CountedRules
                    .Select(rule => new WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideArgs
                    {
                        Name = rule,
                        ActionToUse = new WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideActionToUseArgs
                        {
                            Count = new WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideActionToUseCountArgs(),
                        },
                    })
                    .ToArray(),
            },
        },
        VisibilityConfig = RuleVisibility(group.Metric),
    });

    private static WebAclRuleVisibilityConfigArgs RuleVisibility(string metric) => new()
    {
        CloudwatchMetricsEnabled = true,
        SampledRequestsEnabled = true,
        MetricName = metric,
    };
}
