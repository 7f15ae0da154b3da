using Pulumi.Aws.WafV2.Inputs;

namespace SecureApi.Waf;

/// <summary>A rule and the name of its metric.</summary>
internal sealed record WafRule(string Metric, WebAclRuleArgs Args);
