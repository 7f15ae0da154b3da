using System.Collections.Immutable;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Every rule by service, in the order of the report. A new rule is an entry in its service's file.</summary>
public static class RuleCatalog
{
    /// <summary>The rules of each service, under the heading that the documentation gives them.</summary>
    public static ImmutableArray<(string Service, ImmutableArray<Rule> Rules)> Services { get; } =
    [
        ("Reachability", ReachabilityRules.All),
        ("Elastic Load Balancing", ElasticLoadBalancingRules.All),
        ("AWS WAF", WafRules.All),
        ("Amazon ECS", EcsRules.All),
        ("Amazon ECR", EcrRules.All),
        ("IAM and resource policies", IamRules.All),
        ("AWS KMS", KmsRules.All),
        ("Amazon S3", S3Rules.All),
        ("AWS Secrets Manager", SecretsManagerRules.All),
        ("Amazon CloudWatch and Amazon SNS", CloudWatchRules.All),
        ("Amazon VPC", VpcRules.All),
        ("Certificates and Amazon Route 53", CertificateRules.All),
        ("The whole stack", StackRules.All),
    ];

    /// <summary>All rules.</summary>
    public static ImmutableArray<Rule> All { get; } = [.. Services.SelectMany(service => service.Rules)];
}
