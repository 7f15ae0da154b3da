using System.Text.Json.Nodes;

namespace SecureApi.Tests.Cli.Audit;

/// <summary>
/// For each control one change to the production stack that it must find; and, where the production stack does not show
/// the control as met by itself, the change that does.
/// </summary>
internal static class ControlBreaks
{
    private const string AnyIpv4 = "0.0.0.0/0";

    /// <summary>What makes a control met that the production stack does not meet, or that does not apply to it.</summary>
    public static IReadOnlyDictionary<string, Func<StackEdit, StackEdit>> Good { get; } = new Dictionary<string, Func<StackEdit, StackEdit>>(StringComparer.Ordinal)
    {
        ["ecs-efs-encrypted"] = edit => edit.Set("TaskDefinition", "-api", "volumes", Volume("ENABLED")),
        ["s3-customer-key"] = edit => WithKeys(edit, "-trust", "-edge-logs"),
        ["s3-access-logging"] = edit => WithLogs(edit, "-trust", "-edge-logs"),
        ["secret-rotation"] = edit => WithRotation(edit, "-tls", "-crl", "-api-webhook-keys", "-client-smoke-test"),
        ["log-retention"] = edit => edit.SetAll("LogGroup", "retentionInDays", 365),
        ["route53-query-logging"] = edit => edit
            .Add("aws:route53/zone:Zone", "zone", ("name", "example.com"))
            .Add("aws:route53/queryLog:QueryLog", "queries", ("zoneId", "id-of-zone")),
    };

    /// <summary>What breaks a control.</summary>
    public static IReadOnlyDictionary<string, Func<StackEdit, StackEdit>> All { get; } = new Dictionary<string, Func<StackEdit, StackEdit>>(StringComparer.Ordinal)
    {
        ["reach-stated-paths"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-gateway"), "cidrIpv4", AnyIpv4, 443, 443),
        ["reach-stated-flows-work"] = edit => edit.Remove("SecurityGroupEgressRule", "-alb-gateway"),
        ["reach-stated-rules"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-service-api"), "cidrIpv4", "203.0.113.0/24", 8000, 8000),
        ["reach-private-routes"] = edit => edit.Set("Route", "-private-eu-west-1a-ipv4", "natGatewayId", null)
            .Set("Route", "-private-eu-west-1a-ipv4", "gatewayId", edit.Id("InternetGateway")),
        ["reach-public-addresses"] = edit => edit.Set("ecs/service:Service", "-api", "networkConfiguration.assignPublicIp", true),
        ["reach-task-needs"] = edit => edit.Statement("VpcEndpoint", "-logs", "policy", statement => statement["Action"] = "logs:DescribeLogGroups"),
        ["reach-understood"] = edit => edit.Add("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", ("vpcId", edit.Id("Vpc"))),

        ["alb-redirects-http"] = edit => edit.Set("Listener", "-http", "defaultActions.0.type", "forward"),
        ["alb-drops-invalid-headers"] = edit => edit.Set("LoadBalancer", "", "dropInvalidHeaderFields", false),
        ["alb-access-logs"] = edit => edit.Set("LoadBalancer", "", "accessLogs", null),
        ["alb-connection-logs"] = edit => edit.Set("LoadBalancer", "", "connectionLogs.enabled", false),
        ["alb-deletion-protection"] = edit => edit.Set("LoadBalancer", "", "enableDeletionProtection", false),
        ["alb-desync-mitigation"] = edit => edit.Set("LoadBalancer", "", "desyncMitigationMode", "monitor"),
        ["alb-multiple-zones"] = edit => edit.Set("LoadBalancer", "", "subnets", new object[] { edit.Id("Subnet", "-public-eu-west-1a") }),
        ["alb-web-acl"] = edit => edit.Remove("WebAclAssociation"),
        ["listener-tls-policy"] = edit => edit.Set("Listener", "-https", "sslPolicy", "ELBSecurityPolicy-2016-08"),
        ["listener-encrypted"] = edit => edit.Set("Listener", "-https", "protocol", "HTTP"),
        ["listener-mutual-tls"] = edit => edit.Set("Listener", "-https", "mutualAuthentication.mode", "off"),
        ["target-health-encrypted"] = edit => edit.Set("TargetGroup", "", "healthCheck.protocol", "HTTP"),
        ["target-encrypted"] = edit => edit.Set("TargetGroup", "", "protocol", "HTTP"),

        ["waf-has-rules"] = edit => edit.Set("WebAcl", "", "rules", Array.Empty<object>()),
        ["waf-logging"] = edit => edit.Remove("WebAclLoggingConfiguration"),
        ["waf-metrics"] = edit => edit.Set("WebAcl", "", "rules.0.visibilityConfig.cloudwatchMetricsEnabled", false),
        ["waf-redacts-credentials"] = edit => edit.Set("WebAclLoggingConfiguration", "", "redactedFields", Array.Empty<object>()),
        ["waf-rate-limit"] = edit => edit.Set("WebAcl", "", "rules.0.statement.rateBasedStatement", null),
        ["waf-blocks-known-attacks"] = edit => edit.Set("WebAcl", "", "rules", Array.Empty<object>()),

        ["ecs-no-public-address"] = edit => edit.Set("ecs/service:Service", "-gateway", "networkConfiguration.assignPublicIp", true),
        ["ecs-own-process-namespace"] = edit => edit.Set("TaskDefinition", "-api", "pidMode", "host"),
        ["ecs-not-privileged"] = edit => edit.Container("-api", container => container["privileged"] = true),
        ["ecs-read-only-root"] = edit => edit.Container("-api", container => container.Remove("readonlyRootFilesystem")),
        ["ecs-no-plain-secrets"] = edit => edit.Container("-api", container => container["environment"]!.AsArray().Add(new JsonObject { ["name"] = "DB_PASSWORD", ["value"] = "hunter2" })),
        ["ecs-logging"] = edit => edit.Container("-api", container => container.Remove("logConfiguration")),
        ["ecs-platform-version"] = edit => edit.Set("ecs/service:Service", "-api", "platformVersion", "1.3.0"),
        ["ecs-container-insights"] = edit => edit.Set("Cluster", "", "settings", Array.Empty<object>()),
        ["ecs-own-network"] = edit => edit.Set("TaskDefinition", "-api", "networkMode", "host"),
        ["ecs-efs-encrypted"] = edit => edit.Set("TaskDefinition", "-api", "volumes", Volume("DISABLED")),
        ["ecs-non-root-user"] = edit => edit.Container("-api", container => container["user"] = "0:0"),
        ["ecs-capabilities-dropped"] = edit => edit.Container("-api", container => container["linuxParameters"]!["capabilities"]!["add"] = new JsonArray("SYS_PTRACE")),
        ["ecs-image-by-digest"] = edit => edit.Container("-api", container => container["image"] = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:latest"),
        ["ecs-init-process"] = edit => edit.Container("-api", container => container["linuxParameters"]!["initProcessEnabled"] = false),
        ["ecs-no-execute-command"] = edit => edit.Set("ecs/service:Service", "-api", "enableExecuteCommand", true),
        ["ecs-multiple-zones"] = edit => edit.Set("ecs/service:Service", "-api", "networkConfiguration.subnets", new object[] { edit.Id("Subnet", "-private-eu-west-1a") }),
        ["ecs-deployment-rollback"] = edit => edit.Set("ecs/service:Service", "-api", "deploymentCircuitBreaker.rollback", false),
        ["ecs-separate-roles"] = edit => edit.Set("TaskDefinition", "-api", "taskRoleArn", edit.One("TaskDefinition", "-api").Inputs.Text("executionRoleArn")),

        ["ecr-scan-on-push"] = edit => edit.Set("Repository", "-api", "imageScanningConfiguration.scanOnPush", false),
        ["ecr-immutable-tags"] = edit => edit.Set("Repository", "-api", "imageTagMutability", "MUTABLE"),
        ["ecr-lifecycle-policy"] = edit => edit.Remove("LifecyclePolicy", "-api"),
        ["ecr-customer-key"] = edit => edit.Set("Repository", "-api", "encryptionConfigurations", null),

        ["iam-policy-well-formed"] = edit => edit.Set("Policy", "-api-exec-start", "policy", """{"Statement": [{"Effect": "Sometimes"}]}"""),
        ["iam-no-administrator"] = edit => edit.Statement("Policy", "-api-exec-start", "policy", Everything),
        ["iam-no-wildcard-actions"] = edit => edit.Statement("Policy", "-api-exec-start", "policy", statement => statement["Action"] = "ecr:Get*"),
        ["iam-no-wildcard-resources"] = edit => edit.Statement("Policy", "-api-exec-start", "policy", statement => statement["Action"] = "ecr:BatchGetImage"),
        ["iam-no-escalation"] = edit => edit.Statement("Policy", "-api-exec-start", "policy", statement => statement["Action"] = "iam:PassRole"),
        ["iam-decrypt-named-keys"] = edit => edit.Statement("Policy", "-api-exec-start", "policy", statement => statement["Action"] = "kms:Decrypt"),
        ["iam-no-negated-allow"] = edit => edit.Statement("Policy", "-api-exec-start", "policy", Negate),
        ["iam-no-inline-policies"] = edit => edit.Set("Role", "-api-task", "inlinePolicies", new object[] { new (string, object?)[] { ("name", "more") } }),
        ["iam-own-policies"] = edit => edit.Set("RolePolicyAttachment", "-api-exec-start", "policyArn", "arn:aws:iam::aws:policy/AdministratorAccess"),
        ["iam-no-users"] = edit => edit.Add("aws:iam/user:User", "robot", ("name", "robot")),
        ["iam-trust-named"] = edit => edit.Statement("Role", "-api-task", "assumeRolePolicy", statement => statement["Principal"] = "*"),
        ["iam-trust-confused-deputy"] = edit => edit.Statement("Role", "-api-task", "assumeRolePolicy", statement => statement.Remove("Condition")),
        ["policy-confused-deputy"] = edit => edit.Statement("TopicPolicy", "", "policy", statement => statement.Remove("Condition")),
        ["policy-not-public"] = edit => edit.Statement("TopicPolicy", "", "policy", Public),
        ["policy-own-account"] = edit => edit.Statement("TopicPolicy", "", "policy", statement => statement["Principal"] = new JsonObject { ["AWS"] = "arn:aws:iam::999999999999:root" }),

        ["kms-rotation"] = edit => edit.Set("Key", "", "enableKeyRotation", false),
        ["kms-deletion-window"] = edit => edit.Set("Key", "", "deletionWindowInDays", 7),

        ["s3-block-public-access"] = edit => edit.Set("BucketPublicAccessBlock", "-trust", "restrictPublicBuckets", false),
        ["s3-tls-only"] = edit => edit.Statement("BucketPolicy", "-trust", "policy", statement => statement["Resource"] = "arn:aws:s3:::another/*"),
        ["s3-no-acls"] = edit => edit.Set("BucketOwnershipControls", "-trust", "rule.objectOwnership", "ObjectWriter"),
        ["s3-lifecycle"] = edit => edit.Remove("BucketLifecycleConfiguration", "-trust"),
        ["s3-versioning"] = edit => edit.Set("BucketVersioning", "-trust", "versioningConfiguration.status", "Suspended"),
        ["s3-customer-key"] = edit => WithKeys(edit, "-trust"),
        ["s3-access-logging"] = edit => WithLogs(edit, "-trust"),

        ["secret-rotation"] = edit => WithRotation(edit, "-tls", "-crl", "-client-smoke-test"),
        ["secret-customer-key"] = edit => edit.Set("Secret", "-tls", "kmsKeyId", null),
        ["secret-recovery"] = edit => edit.Set("Secret", "-tls", "recoveryWindowInDays", 0),

        ["log-retention"] = edit => edit.SetAll("LogGroup", "retentionInDays", 365).Set("LogGroup", "-api", "retentionInDays", null),
        ["log-customer-key"] = edit => edit.Set("LogGroup", "-api", "kmsKeyId", null),
        ["alarm-has-actions"] = edit => edit.Set("MetricAlarm", "", "alarmActions", Array.Empty<object>()),
        ["alarm-actions-enabled"] = edit => edit.Set("MetricAlarm", "", "actionsEnabled", false),
        ["sns-encrypted"] = edit => edit.Set("Topic", "", "kmsMasterKeyId", "alias/aws/sns"),

        ["vpc-default-group-closed"] = edit => edit.Set("DefaultSecurityGroup", "", "egress", new object[] { new (string, object?)[] { ("protocol", "-1"), ("cidrBlocks", new object[] { AnyIpv4 }) } }),
        ["vpc-flow-logs"] = edit => edit.Remove("FlowLog"),
        ["subnet-no-public-address"] = edit => edit.Set("Subnet", "-public-eu-west-1a", "mapPublicIpOnLaunch", true),
        ["sg-open-ports"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv4", AnyIpv4, 8443, 8443),
        ["sg-high-risk-ports"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv4", AnyIpv4, 5000, 6000),
        ["sg-remote-administration"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv6", "::/0", 22, 22),
        ["sg-used"] = edit => edit.Add("aws:ec2/securityGroup:SecurityGroup", "spare", ("vpcId", edit.Id("Vpc"))),
        ["sg-rules-described"] = edit => edit.Set("SecurityGroupIngressRule", "-alb-gateway", "description", null),
        ["vpc-registry-endpoints"] = edit => edit.Remove("VpcEndpoint", "-ecr-dkr"),
        ["endpoint-policy"] = edit => edit.Set("VpcEndpoint", "-logs", "policy", null),

        ["acm-renewal"] = edit => edit.Set("Certificate", "", "validationMethod", "EMAIL"),
        ["acm-key-strength"] = edit => edit.Set("Certificate", "", "keyAlgorithm", "RSA_1024"),
        ["tls-key-strength"] = edit => edit.Set("PrivateKey", "", "algorithm", "DSA"),
        ["route53-query-logging"] = edit => edit.Add("aws:route53/zone:Zone", "zone", ("name", "example.com")),

        ["no-plain-secrets"] = edit => edit.Set("Topic", "", "displayName", "-----BEGIN EC PRIVATE KEY-----"),
        ["tagged"] = edit => edit.Set("Vpc", "", "tagsAll", new (string, object?)[] { ("Project", "secure-api") }),
    };

    private static object[] Volume(string encryption) =>
        [new (string, object?)[] { ("name", "shared"), ("efsVolumeConfiguration", new (string, object?)[] { ("fileSystemId", "fs-1"), ("transitEncryption", encryption) }) }];

    private static StackEdit WithKeys(StackEdit edit, params string[] buckets)
    {
        foreach (var bucket in buckets)
        {
            edit.Set("BucketServerSideEncryptionConfiguration", bucket, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm", "aws:kms")
                .Set("BucketServerSideEncryptionConfiguration", bucket, "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId", edit.One("Key").Outputs.Text("arn"));
        }

        return edit;
    }

    private static StackEdit WithLogs(StackEdit edit, params string[] buckets)
    {
        foreach (var bucket in buckets)
            edit.Add("aws:s3/bucketLogging:BucketLogging", $"logging{bucket}", ("bucket", edit.Id("Bucket", bucket)), ("targetBucket", edit.Id("Bucket", "-edge-logs")));
        return edit;
    }

    private static StackEdit WithRotation(StackEdit edit, params string[] secrets)
    {
        foreach (var secret in secrets)
            edit.Add("aws:secretsmanager/secretRotation:SecretRotation", $"rotation{secret}", ("secretId", edit.Id("Secret", secret)));
        return edit;
    }

    private static void Everything(JsonObject statement)
    {
        statement["Action"] = "*";
        statement["Resource"] = "*";
    }

    private static void Negate(JsonObject statement)
    {
        statement.Remove("Action");
        statement["NotAction"] = "iam:*";
    }

    private static void Public(JsonObject statement)
    {
        statement["Principal"] = "*";
        statement.Remove("Condition");
    }
}
