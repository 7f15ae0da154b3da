using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.WafV2;
using Pulumi.Aws.WafV2.Inputs;
using WebAclRuleArgs = Pulumi.Aws.WafV2.Inputs.WebAclRuleArgs;

namespace SecureApi.Waf;

/// <summary>A regional web ACL on the load balancer, and its log.</summary>
/// <seealso href="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html"/>
public sealed class WebAcl : ComponentResource
{
    /// <summary>Declares web ACL, association and logging.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Rules, target and log.</param>
    /// <param name="options">Parent and providers.</param>
    public WebAcl(string name, WebAclArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:waf:WebAcl", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var rules = WafRules.For(args.Settings);
        var acl = new Pulumi.Aws.WafV2.WebAcl($"{name}-waf", new Pulumi.Aws.WafV2.WebAclArgs
        {
            Name = args.AclName,
            Description = $"Protects the load balancer of {name}",
            Scope = "REGIONAL",
            DefaultAction = new WebAclDefaultActionArgs { Allow = new WebAclDefaultActionAllowArgs() },
            Rules = rules.Select(rule => rule.Args).ToArray(),
            VisibilityConfig = WafRules.Visibility(args.AclName),
        }, child);
        LogGroupName = args.Settings.Logs.Enabled ? Log(name, acl, args, child) : null;

        Arn = acl.Arn;
        Name = acl.Name;
        RuleMetrics = [.. rules.Select(rule => rule.Name)];
        CountingRules = WafRules.Counting(args.Settings.ManagedGroups);
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The web ACL's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The web ACL's name, a dimension of its metrics.</summary>
    public Output<string> Name { get; }

    /// <summary>The metric name of each rule, in order of priority.</summary>
    public ImmutableArray<string> RuleMetrics { get; }

    /// <summary>
    /// The metric names of the groups against attacks that only count. The list of anonymous addresses is none: it says where a
    /// client comes from, and partners come from there too.
    /// </summary>
    public ImmutableArray<string> CountingRules { get; }

    /// <summary>The log group's name; null without logging.</summary>
    public Output<string>? LogGroupName { get; }

    /// <summary>Associates the web ACL with a load balancer, before it gets listeners: no request bypasses the web ACL.</summary>
    /// <param name="name">The root of the association's name.</param>
    /// <param name="loadBalancerArn">The load balancer.</param>
    /// <returns>What a listener waits for.</returns>
    public Resource Protect(string name, Output<string> loadBalancerArn) => new WebAclAssociation($"{name}-waf", new WebAclAssociationArgs
    {
        ResourceArn = loadBalancerArn,
        WebAclArn = Arn,
    }, new CustomResourceOptions { Parent = this });

    private static Output<string> Log(string name, Pulumi.Aws.WafV2.WebAcl acl, WebAclArgs args, CustomResourceOptions child)
    {
        var group = new LogGroup($"{name}-waf", new LogGroupArgs
        {
            Name = args.LogGroupName,
            RetentionInDays = args.RetentionDays,
            KmsKeyId = args.KeyArn,
        }, child);
        new WebAclLoggingConfiguration($"{name}-waf", new WebAclLoggingConfigurationArgs
        {
            ResourceArn = acl.Arn,
            LogDestinationConfigs = { group.Arn },
            RedactedFields = args.Settings.Logs.RedactedHeaders
                .Select(header => new WebAclLoggingConfigurationRedactedFieldArgs
                {
                    SingleHeader = new WebAclLoggingConfigurationRedactedFieldSingleHeaderArgs { Name = header },
                })
                .ToArray(),
        }, child);
        return group.Name;
    }
}

/// <summary>The arguments of <see cref="WebAcl"/>.</summary>
public sealed record WebAclArgs
{
    /// <summary>Groups, limits and logging.</summary>
    public required WafConfig Settings { get; init; }

    /// <summary>The fixed name of the web ACL and of its metrics: letters, digits, hyphens.</summary>
    public required string AclName { get; init; }

    /// <summary>The fixed name of the log group; begins with <c>aws-waf-logs-</c>.</summary>
    public required string LogGroupName { get; init; }

    /// <summary>Days for which log events are kept.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>The customer-managed key of the log group.</summary>
    public required Output<string> KeyArn { get; init; }
}

/// <summary>
/// The rules of the web ACL, cheapest and most general first: countries, request rate, then AWS's managed groups.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"/>
internal static class WafRules
{
    private const string CountriesName = "countries";
    private const string RateName = "rate";
    private const string AnonymousIpName = "anonymous-ip";
    private const int GeoPriority = 0;
    private const int RatePriority = 10;
    private const int FirstManagedPriority = 20;
    private const int PriorityStep = 10;

    /// <summary>The rules by name, in order of priority. A rule's metric has its name.</summary>
    public static ImmutableArray<(string Name, WebAclRuleArgs Args)> For(WafConfig settings) =>
    [
        .. settings.Geo is { } geo ? [(CountriesName, Countries(geo))] : Array.Empty<(string, WebAclRuleArgs)>(),
        (RateName, Rate(settings)),
        .. ManagedGroups(settings.ManagedGroups).Select((group, index) => (group.Name, Managed(group, FirstManagedPriority + (index * PriorityStep)))),
    ];

    /// <summary>The groups against attacks whose matches are only counted.</summary>
    public static ImmutableArray<string> Counting(ManagedGroupConfig settings) =>
        [.. ManagedGroups(settings).Where(group => group.Action == WafRuleAction.Count && group.Name != AnonymousIpName).Select(group => group.Name)];

    /// <summary>Metrics and sampled requests for a rule.</summary>
    public static WebAclVisibilityConfigArgs Visibility(string metric) => new()
    {
        CloudwatchMetricsEnabled = true,
        SampledRequestsEnabled = true,
        MetricName = metric,
    };

    private static WebAclRuleArgs Countries(GeoConfig geo)
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
        return Blocking(CountriesName, GeoPriority, statement);
    }

    private static WebAclRuleArgs Rate(WafConfig settings) => Blocking(RateName, RatePriority, new WebAclRuleStatementArgs
    {
        RateBasedStatement = new WebAclRuleStatementRateBasedStatementArgs
        {
            AggregateKeyType = "IP",
            Limit = settings.RateLimit,
            EvaluationWindowSec = settings.RateWindowSeconds,
        },
    });

    private static WebAclRuleArgs Blocking(string name, int priority, WebAclRuleStatementArgs statement) => new()
    {
        Name = name,
        Priority = priority,
        Action = new WebAclRuleActionArgs { Block = new WebAclRuleActionBlockArgs() },
        Statement = statement,
        VisibilityConfig = RuleVisibility(name),
    };

    /// <summary>A managed group has its own actions; the override "count" only counts matches.</summary>
    private static WebAclRuleArgs Managed(ManagedGroup group, int priority) => new()
    {
        Name = group.Name,
        Priority = priority,
        OverrideAction = group.Action == WafRuleAction.Count
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
        VisibilityConfig = RuleVisibility(group.Name),
    };

    private static WebAclRuleVisibilityConfigArgs RuleVisibility(string metric) => new()
    {
        CloudwatchMetricsEnabled = true,
        SampledRequestsEnabled = true,
        MetricName = metric,
    };

    /// <summary>AWS's groups in order of evaluation: lists of addresses before anything that reads the request.</summary>
    private static ImmutableArray<ManagedGroup> ManagedGroups(ManagedGroupConfig settings) =>
    [
        new("ip-reputation", "AWSManagedRulesAmazonIpReputationList", settings.IpReputation),
        new(AnonymousIpName, "AWSManagedRulesAnonymousIpList", settings.AnonymousIp),
        new("known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet", settings.KnownBadInputs),

        // The rule refuses bodies over 8 KiB, which webhooks often exceed; the gateway has the limit that counts.
        new("common", "AWSManagedRulesCommonRuleSet", settings.Common) { CountedRules = ["SizeRestrictions_BODY"] },
        new("sql-injection", "AWSManagedRulesSQLiRuleSet", settings.SqlInjection),
    ];

    /// <summary>One of AWS's rule groups: the name of its rule and metric, AWS's name for it, and what it does.</summary>
    private sealed record ManagedGroup(string Name, string AwsName, WafRuleAction Action)
    {
        /// <summary>Rules of the group that only count.</summary>
        public ImmutableArray<string> CountedRules { get; init; } = [];
    }
}
