using System.Collections.Immutable;
using SecureApi.Common;
using SecureApi.Iam;
using SecureApi.SecretsManager;

namespace SecureApi.GitHubActions;

/// <summary>
/// What a preview with a refresh reads. Most of these actions know no resource or cannot be limited by name; values are read
/// from the stack's own secrets and buckets alone.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"/>
internal static class ReadPermissions
{
    private static ImmutableArray<string> Infrastructure =>
    [
        "acm:DescribeCertificate", "acm:ListTagsForCertificate",
        "ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute", "ec2:DescribeAvailabilityZones",
        "ec2:DescribeEgressOnlyInternetGateways", "ec2:DescribeFlowLogs", "ec2:DescribeInternetGateways",
        "ec2:DescribeManagedPrefixLists", "ec2:DescribeNatGateways", "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces", "ec2:DescribePrefixLists", "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeTags",
        "ec2:DescribeVpcAttribute", "ec2:DescribeVpcEndpointServices", "ec2:DescribeVpcEndpoints", "ec2:DescribeVpcs",
        "elasticloadbalancing:DescribeCapacityReservation", "elasticloadbalancing:DescribeListenerAttributes",
        "elasticloadbalancing:DescribeListenerCertificates", "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:DescribeTrustStoreAssociations",
        "elasticloadbalancing:DescribeTrustStoreRevocations",
        "elasticloadbalancing:DescribeTrustStores",
        "route53:GetChange", "route53:GetHostedZone", "route53:ListHostedZones", "route53:ListResourceRecordSets",
        "route53:ListTagsForResource",
        "wafv2:GetLoggingConfiguration", "wafv2:GetWebACL", "wafv2:GetWebACLForResource", "wafv2:ListTagsForResource",
    ];

    private static ImmutableArray<string> Workload =>
    [
        "application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScalingPolicies",
        "application-autoscaling:ListTagsForResource",
        "cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource",
        "ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:ListTagsForResource",
        "ecs:DescribeClusters", "ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions", "ecs:DescribeServices",
        "ecs:DescribeTaskDefinition", "ecs:DescribeTasks", "ecs:ListServiceDeployments", "ecs:ListTagsForResource",
        "ecs:ListTasks",
        "iam:GetOpenIDConnectProvider", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetRole",
        "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListPolicyVersions",
        "iam:ListRolePolicies",
        "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListResourceTags",
        "logs:DescribeLogGroups", "logs:DescribeMetricFilters", "logs:DescribeQueryDefinitions", "logs:ListTagsForResource",
        "secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:ListSecretVersionIds",
        "servicediscovery:GetNamespace", "servicediscovery:GetOperation", "servicediscovery:GetService",
        "servicediscovery:ListInstances", "servicediscovery:ListTagsForResource",
        "sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sns:ListTagsForResource",
    ];

    private static ImmutableArray<string> Buckets =>
    [
        "s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLocation", "s3:GetBucketLogging",
        "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning",
        "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration",
        "s3:ListBucket",
    ];

    public static PolicyDocument ForInfrastructure() => new(
        new PolicyStatement { Sid = "ReadInfrastructure", Actions = Infrastructure, Resources = ["*"] });

    public static PolicyDocument ForWorkload(StackArns arns) => new(
        new PolicyStatement { Sid = "ReadWorkload", Actions = Workload, Resources = ["*"] },
        new PolicyStatement { Sid = "ReadBuckets", Actions = Buckets, Resources = [arns.S3(arns.Prefix)] },
        new PolicyStatement
        {
            Sid = "ReadTheTrustBundle",
            Actions = ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion"],
            Resources = [arns.S3($"{arns.Names.Base}-trust-*/*")],
        },
        new PolicyStatement
        {
            Sid = "CompareSecrets",
            Actions = ["secretsmanager:GetSecretValue"],
            Resources = [arns.Regional("secretsmanager", $"secret:{arns.Prefix}")],

            // Nothing compares the values that an operator keeps.
            Conditions = [new PolicyCondition("StringNotEquals", $"aws:ResourceTag/{StandardTags.KeptBy}", ServiceSecrets.Operator)],
        },
        new PolicyStatement
        {
            Sid = "DecryptThem",
            Actions = ["kms:Decrypt"],
            Resources = [arns.Regional("kms", "key/*")],
            Conditions = [.. arns.Tagged, arns.Via("secretsmanager")],
        });
}
