using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.WafV2;
using Pulumi.Aws.WafV2.Inputs;

namespace SecureApi.Waf;

/// <summary>A regional web ACL on the load balancer, and its log.</summary>
/// <seealso href="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html"/>
public sealed class WebFirewall : ComponentResource
{
    /// <summary>Declares web ACL, association and logging.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Rules, target and log.</param>
    /// <param name="options">Parent and providers.</param>
    public WebFirewall(string name, WebFirewallArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:waf:WebFirewall", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var rules = WafRules.For(args.Settings);
        var acl = new WebAcl($"{name}-waf", new WebAclArgs
        {
            Name = args.AclName,
            Description = $"Protects the load balancer of {name}",
            Scope = "REGIONAL",
            DefaultAction = new WebAclDefaultActionArgs { Allow = new WebAclDefaultActionAllowArgs() },
            Rules = rules.Select(rule => rule.Args).ToArray(),
            VisibilityConfig = WafRules.Visibility(args.AclName),
        }, child);
        new WebAclAssociation($"{name}-waf", new WebAclAssociationArgs
        {
            ResourceArn = args.LoadBalancerArn,
            WebAclArn = acl.Arn,
        }, child);
        LogGroupName = args.Settings.Logs.Enabled ? Log(name, acl, args, child) : null;

        Arn = acl.Arn;
        Name = acl.Name;
        RuleMetrics = [.. rules.Select(rule => rule.Metric)];
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The web ACL's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The web ACL's name, a dimension of its metrics.</summary>
    public Output<string> Name { get; }

    /// <summary>The metric name of each rule, in order of priority.</summary>
    public ImmutableArray<string> RuleMetrics { get; }

    /// <summary>The log group's name; null without logging.</summary>
    public Output<string>? LogGroupName { get; }

    private static Output<string> Log(string name, WebAcl acl, WebFirewallArgs args, CustomResourceOptions child)
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
