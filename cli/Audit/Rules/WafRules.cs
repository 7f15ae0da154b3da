using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on AWS WAF.</summary>
internal static class WafRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "waf-has-rules",
            Title = "Web ACLs have rules",
            Why = "An empty web ACL lets everything pass.",
            Document = "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("WAF.10")],
            Evaluate = Each("aws:wafv2/webAcl:WebAcl", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.List("rules").Count > 0, "The web ACL has no rule.", new Evidence("rules", string.Join(", ", resource.Inputs.List("rules").Maps.Select(rule => rule.Text("name")))))),
        },
        new()
        {
            Id = "waf-logging",
            Title = "Web ACLs log what they decide",
            Why = "Without the log nobody can tell a blocked attack from a blocked customer.",
            Document = "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
            Severity = Severity.Low,
            References = [Reference.SecurityHub("WAF.11"), Reference.Pci("10.4.2")],
            Evaluate = Each("aws:wafv2/webAcl:WebAcl", Logging),
        },
        new()
        {
            Id = "waf-metrics",
            Title = "Web ACLs and their rules have metrics",
            Why = "A rule without a metric can be neither watched nor tuned.",
            Document = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("WAF.12")],
            Evaluate = Each("aws:wafv2/webAcl:WebAcl", Metrics),
        },
        new()
        {
            Id = "waf-redacts-credentials",
            Title = "The web ACL's log leaves out credentials",
            Why = "A log with bearer tokens and cookies is a store of credentials.",
            Document = "https://docs.aws.amazon.com/waf/latest/developerguide/logging-management.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", RedactsCredentials),
        },
        new()
        {
            Id = "waf-rate-limit",
            Title = "Web ACLs limit the rate of one address",
            Why = "Without a limit one client can use up the whole API.",
            Document = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:wafv2/webAcl:WebAcl", RateLimit),
        },
        new()
        {
            Id = "waf-blocks-known-attacks",
            Title = "Web ACLs block what AWS's core rules recognise",
            Why = "A group that only counts observes an attack and lets it pass.",
            Document = "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:wafv2/webAcl:WebAcl", BlocksKnownAttacks),
        },
    ];

    private static Evaluation? Logging(RecordedResource resource, AuditedStack stack)
    {
        var logging = stack.Referring("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "resourceArn", resource).FirstOrDefault();
        return Evaluation.Of(
            resource,
            logging is not null && logging.Inputs.List("logDestinationConfigs").Count > 0,
            "The web ACL is not logged.",
            new Evidence("log", stack.Find(logging?.Inputs.List("logDestinationConfigs").Texts.FirstOrDefault())?.Name ?? "none"));
    }

    private static Evaluation? Metrics(RecordedResource resource, AuditedStack stack)
    {
        var silent = resource.Inputs.List("rules").Maps
            .Where(rule => rule.Map("visibilityConfig").Boolean("cloudwatchMetricsEnabled") is not true).Select(rule => rule.Text("name")).ToList();
        var own = resource.Inputs.Map("visibilityConfig").Boolean("cloudwatchMetricsEnabled") is true;
        return Evaluation.Of(
            resource,
            own && silent.Count == 0,
            silent.Count == 0 ? "The web ACL has no metrics." : $"Rules without metrics: {string.Join(", ", silent)}.",
            new Evidence("visibilityConfig.cloudwatchMetricsEnabled", own ? "true" : "false"));
    }

    private static Evaluation? RedactsCredentials(RecordedResource resource, AuditedStack stack)
    {
        var headers = resource.Inputs.List("redactedFields").Maps
            .Select(field => field.Map("singleHeader").Text("name")?.ToLowerInvariant()).OfType<string>().Order(StringComparer.Ordinal).ToList();
        return Evaluation.Of(
            resource,
            headers.Contains("authorization") && headers.Contains("cookie"),
            "The log holds the headers authorization or cookie.",
            new Evidence("redactedFields", headers.Count == 0 ? "none" : string.Join(", ", headers)));
    }

    private static Evaluation? RateLimit(RecordedResource resource, AuditedStack stack)
    {
        var limits = resource.Inputs.List("rules").Maps
            .Where(rule => rule.Map("action")["block"] is not null)
            .Select(rule => rule.Map("statement").Map("rateBasedStatement").Number("limit")).OfType<double>().ToList();
        return Evaluation.Of(resource, limits.Count > 0, "No rule blocks an address that asks too often.", new Evidence("rateBasedStatement.limit", limits.Count == 0 ? "none" : string.Join(", ", limits)));
    }

    private static Evaluation? BlocksKnownAttacks(RecordedResource resource, AuditedStack stack)
    {
        var blocking = resource.Inputs.List("rules").Maps
            .Where(rule => rule.Map("overrideAction")["none"] is not null)
            .Select(rule => rule.Map("statement").Map("managedRuleGroupStatement").Text("name")).OfType<string>().ToList();
        var missing = Core.Except(blocking).ToList();
        return Evaluation.Of(
            resource, missing.Count == 0, $"Not blocking: {string.Join(", ", missing)}.", new Evidence("blocking groups", string.Join(", ", blocking)));
    }

    private static readonly string[] Core = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"];
}
