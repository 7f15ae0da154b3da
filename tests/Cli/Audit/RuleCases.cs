using System.Text.Json.Nodes;

namespace SecureApi.Tests.Cli.Audit;

/// <summary>
/// For each rule one change to the production stack that makes it non-compliant; and, where the production stack is not
/// compliant by itself, the change that makes it so.
/// </summary>
internal static class RuleCases
{
    private const string AnyIpv4 = "0.0.0.0/0";

    /// <summary>The compliant case, where it is not the production stack itself.</summary>
    public static IReadOnlyDictionary<string, Func<StackEdit, StackEdit>> Compliant { get; } = new Dictionary<string, Func<StackEdit, StackEdit>>(StringComparer.Ordinal)
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

    /// <summary>The non-compliant case.</summary>
    public static IReadOnlyDictionary<string, Func<StackEdit, StackEdit>> NonCompliant { get; } = new Dictionary<string, Func<StackEdit, StackEdit>>(StringComparer.Ordinal)
    {
        ["reach-stated-paths"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-gateway"), "cidrIpv4", AnyIpv4, 443, 443),
        ["reach-stated-flows-work"] = edit => edit.Remove("SecurityGroupEgressRule", "-alb-gateway-443"),
        ["reach-stated-rules"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-service-api"), "cidrIpv4", "203.0.113.0/24", 8000, 8000),
        ["reach-private-routes"] = edit => edit.Set("Route", "-private-eu-west-1a-ipv4", "natGatewayId", null)
            .Set("Route", "-private-eu-west-1a-ipv4", "gatewayId", edit.Id("InternetGateway")),
        ["reach-public-addresses"] = edit => edit.Set("ecs/service:Service", "-api", "networkConfiguration.assignPublicIp", true),
        ["reach-task-needs"] = edit => edit.Statement("VpcEndpoint", "-logs", "policy", statement => statement["Action"] = "logs:DescribeLogGroups"),
        ["reach-understood"] = edit => edit.Add("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", ("vpcId", edit.Id("Vpc"))),

        ["alb-redirects-http"] = edit => edit.Set("Listener", "-http", "defaultActions.0.type", "forward"),
        ["alb-drops-invalid-headers"] = edit => edit.Set("LoadBalancer", "", "dropInvalidHeaderFields", false),
        ["listener-verifies-clients"] = edit => edit.Set("Listener", "-https", "mutualAuthentication.mode", "passthrough"),
        ["alb-access-logs"] = edit => edit.Set("LoadBalancer", "", "accessLogs", null),
        ["alb-connection-logs"] = edit => edit.Set("LoadBalancer", "", "connectionLogs.enabled", false),
        ["alb-deletion-protection"] = edit => edit.Set("LoadBalancer", "", "enableDeletionProtection", false),
        ["alb-desync-mitigation"] = edit => edit.Set("LoadBalancer", "", "desyncMitigationMode", "monitor"),
        ["alb-desync-strictest"] = edit => edit.Set("LoadBalancer", "", "desyncMitigationMode", "defensive"),
        ["alb-preserves-host"] = edit => edit.Set("LoadBalancer", "", "preserveHostHeader", false),
        ["listener-certificate-header"] = edit => edit.Set("Listener", "-https", "routingHttpRequestXAmznMtlsClientcertLeafHeaderName", "X-Amzn-Mtls-Clientcert-Leaf"),
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
        ["alarms-tell-somebody"] = edit => edit.RemoveAll("TopicSubscription"),
        ["outages-noticed"] = edit => edit.Remove("MetricAlarm", "-no-gateway-task"),
        ["sns-encrypted"] = edit => edit.Set("Topic", "", "kmsMasterKeyId", "alias/aws/sns"),

        ["vpc-default-group-closed"] = edit => edit.Set("DefaultSecurityGroup", "", "egress", new object[] { new (string, object?)[] { ("protocol", "-1"), ("cidrBlocks", new object[] { AnyIpv4 }) } }),
        ["vpc-flow-logs"] = edit => edit.Remove("FlowLog"),
        ["subnet-no-public-address"] = edit => edit.Set("Subnet", "-public-eu-west-1a", "mapPublicIpOnLaunch", true),
        ["sg-open-ports"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv4", AnyIpv4, 8443, 8443),
        ["sg-high-risk-ports"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv4", AnyIpv4, 5000, 6000),
        ["sg-remote-administration"] = edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv6", "::/0", 22, 22),
        ["sg-used"] = edit => edit.Add("aws:ec2/securityGroup:SecurityGroup", "spare", ("vpcId", edit.Id("Vpc"))),
        ["sg-rules-described"] = edit => edit.Set("SecurityGroupIngressRule", "-alb-gateway-443", "description", null),
        ["vpc-registry-endpoints"] = edit => edit.Remove("VpcEndpoint", "-ecr-dkr"),
        ["endpoint-policy"] = edit => edit.Set("VpcEndpoint", "-logs", "policy", null),

        ["acm-renewal"] = edit => edit.Set("Certificate", "", "validationMethod", "EMAIL"),
        ["acm-key-strength"] = edit => edit.Set("Certificate", "", "keyAlgorithm", "RSA_1024"),
        ["tls-key-strength"] = edit => edit.Set("PrivateKey", "", "algorithm", "DSA"),
        ["route53-query-logging"] = edit => edit.Add("aws:route53/zone:Zone", "zone", ("name", "example.com")),

        ["no-plain-secrets"] = edit => edit.Set("Topic", "", "displayName", "-----BEGIN EC PRIVATE KEY-----"),
        ["tagged"] = edit => edit.Set("Vpc", "", "tagsAll", new (string, object?)[] { ("Project", "secure-api") }),
    };

    /// <summary>For a rule that asks for more than one thing, a non-compliant case of each.</summary>
    public static IReadOnlyList<(string Rule, string What, Func<StackEdit, StackEdit> Change)> Halves { get; } =
    [
        ("ecs-deployment-rollback", "traffic is shifted, and no alarm rolls back", edit => edit
            .Set("ecs/service:Service", "-gateway", "deploymentConfiguration.strategy", "CANARY")
            .Set("ecs/service:Service", "-gateway", "alarms.rollback", false)),
        ("alb-access-logs", "the logs are off", edit => edit.Set("LoadBalancer", "", "accessLogs.enabled", false)),
        ("alb-redirects-http", "the redirect is to HTTP", edit => edit.Set("Listener", "-http", "defaultActions.0.redirect.protocol", "HTTP")),
        ("alb-redirects-http", "there is no action", edit => edit.Set("Listener", "-http", "defaultActions", Array.Empty<object>())),
        ("alb-web-acl", "the association is with no web ACL of the stack", edit => edit.Set("WebAclAssociation", "", "webAclArn", "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/other/1")),
        ("listener-mutual-tls", "expired certificates are accepted", edit => edit.Set("Listener", "-https", "mutualAuthentication.ignoreClientCertificateExpiry", true)),
        ("listener-mutual-tls", "there is no trust store", edit => edit.Set("Listener", "-https", "mutualAuthentication.trustStoreArn", null)),
        ("waf-logging", "the log has no destination", edit => edit.Set("WebAclLoggingConfiguration", "", "logDestinationConfigs", Array.Empty<object>())),
        ("waf-metrics", "the web ACL itself has no metric", edit => edit.Set("WebAcl", "", "visibilityConfig.cloudwatchMetricsEnabled", false)),
        ("waf-redacts-credentials", "the cookie is logged", edit => edit.Set("WebAclLoggingConfiguration", "", "redactedFields", Redacted("authorization"))),
        ("waf-redacts-credentials", "the authorization is logged", edit => edit.Set("WebAclLoggingConfiguration", "", "redactedFields", Redacted("cookie"))),
        ("waf-rate-limit", "the limit only counts", edit => edit.Set("WebAcl", "", "rules.0.action", new (string, object?)[] { ("count", Array.Empty<(string, object?)>()) })),
        ("waf-blocks-known-attacks", "the core rules only count", edit => Counting(edit, "AWSManagedRulesCommonRuleSet")),
        ("waf-blocks-known-attacks", "the known bad inputs only count", edit => Counting(edit, "AWSManagedRulesKnownBadInputsRuleSet")),
        ("ecs-deployment-rollback", "the circuit breaker is off", edit => edit.Set("ecs/service:Service", "-api", "deploymentCircuitBreaker.enable", false)),
        ("ecs-capabilities-dropped", "nothing is dropped", edit => edit.Container("-api", container => container["linuxParameters"]!["capabilities"]!.AsObject().Remove("drop"))),
        ("ecs-non-root-user", "no user is named", edit => edit.Container("-api", container => container.Remove("user"))),
        ("ecs-non-root-user", "the user is root by name", edit => edit.Container("-api", container => container["user"] = "root")),
        ("ecs-image-by-digest", "the digest is cut off", edit => edit.Container("-api", container => container["image"] = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:abcdef")),
        ("ecs-logging", "the log driver is none", edit => edit.Container("-api", container => container["logConfiguration"]!["logDriver"] = "none")),
        ("ecs-container-insights", "insights are disabled", edit => edit.Set("Cluster", "", "settings.0.value", "disabled")),
        ("ecr-customer-key", "the encryption is not KMS", edit => edit.Set("Repository", "-api", "encryptionConfigurations.0.encryptionType", "AES256")),
        ("kms-rotation", "the rotation takes two years", edit => edit.Set("Key", "", "rotationPeriodInDays", 730)),
        ("s3-block-public-access", "public ACLs are not blocked", edit => edit.Set("BucketPublicAccessBlock", "-trust", "blockPublicAcls", false)),
        ("s3-block-public-access", "public policies are not blocked", edit => edit.Set("BucketPublicAccessBlock", "-trust", "blockPublicPolicy", false)),
        ("s3-block-public-access", "public ACLs are not ignored", edit => edit.Set("BucketPublicAccessBlock", "-trust", "ignorePublicAcls", false)),
        ("s3-block-public-access", "there is no block", edit => edit.Remove("BucketPublicAccessBlock", "-trust")),
        ("s3-customer-key", "the algorithm is S3's own", edit => edit.Set("BucketServerSideEncryptionConfiguration", "-trust", "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm", "AES256")),
        ("s3-customer-key", "the key is AWS's", edit => edit.Set("BucketServerSideEncryptionConfiguration", "-trust", "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId", null)),
        ("s3-lifecycle", "the rule is disabled", edit => edit.Set("BucketLifecycleConfiguration", "-edge-logs", "rules.0.status", "Disabled")),
        ("s3-lifecycle", "the rule expires no objects", edit => edit.Set("BucketLifecycleConfiguration", "-edge-logs", "rules.0.expiration", null)),
        ("s3-lifecycle", "the rule expires no earlier versions", edit => edit.Set("BucketLifecycleConfiguration", "-edge-logs", "rules.0.noncurrentVersionExpiration", null)),
        ("s3-lifecycle", "the rule is for a part of the objects", edit => edit.Set("BucketLifecycleConfiguration", "-edge-logs", "rules.0.filter.prefix", "access/")),
        ("s3-lifecycle", "earlier versions of the trust bucket stay", edit => edit.Set("BucketLifecycleConfiguration", "-trust", "rules.0.noncurrentVersionExpiration", null)),
        ("s3-tls-only", "the statement allows", edit => edit.Statement("BucketPolicy", "-trust", "policy", statement => statement["Effect"] = "Allow")),
        ("s3-tls-only", "the statement is for reading alone", edit => edit.Statement("BucketPolicy", "-trust", "policy", statement => statement["Action"] = "s3:GetObject")),
        ("s3-tls-only", "the statement is for requests with TLS", edit => edit.Statement("BucketPolicy", "-trust", "policy", statement => statement["Condition"]!["Bool"]!["aws:SecureTransport"] = "true")),
        ("log-retention", "the log is kept for a month", edit => edit.Set("LogGroup", "-api", "retentionInDays", 30)),
        ("sns-encrypted", "there is no key", edit => edit.Set("Topic", "", "kmsMasterKeyId", null)),
        ("tls-key-strength", "the curve is P-224", edit => edit.Set("PrivateKey", "", "algorithm", "ECDSA").Set("PrivateKey", "", "ecdsaCurve", "P224")),
        ("tls-key-strength", "the RSA key is short", edit => edit.Set("PrivateKey", "", "algorithm", "RSA").Set("PrivateKey", "", "rsaBits", 1024)),
        ("vpc-default-group-closed", "the group lets its members in", edit => edit.Set("DefaultSecurityGroup", "", "ingress", new object[] { new (string, object?)[] { ("protocol", "-1"), ("self", true) } })),
        ("vpc-default-group-closed", "nobody took the group over", edit => edit.Remove("DefaultSecurityGroup")),
        ("vpc-flow-logs", "only accepted traffic is logged", edit => edit.Set("FlowLog", "", "trafficType", "ACCEPT")),
        ("vpc-registry-endpoints", "the registry's API has no endpoint", edit => edit.Remove("VpcEndpoint", "-ecr-api")),
        ("sg-remote-administration", "RDP is open over IPv4", edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv4", AnyIpv4, 3389, 3389)),
        ("sg-remote-administration", "SSH is inside a range", edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv4", AnyIpv4, 1, 1024)),
        ("sg-open-ports", "UDP is open", edit => edit.AddRule("seeded", ingress: true, edit.Id("SecurityGroup", "-alb"), "cidrIpv6", "::/0", 443, 443, "udp")),
        ("tagged", "the tag Environment is missing", edit => edit.Set("Vpc", "", "tagsAll.Environment", null)),
        ("tagged", "the tag ManagedBy is missing", edit => edit.Set("Vpc", "", "tagsAll.ManagedBy", null)),
        ("tagged", "the tag Project is missing", edit => edit.Set("Vpc", "", "tagsAll.Project", null)),
        ("tagged", "the tag Stack is missing", edit => edit.Set("Vpc", "", "tagsAll.Stack", null)),
        ("tagged", "a configured tag is missing", edit => edit.Set("Vpc", "", "tagsAll.CostCenter", null)),
    ];

    private static object[] Redacted(params string[] headers) =>
        [.. headers.Select(header => new (string, object?)[] { ("singleHeader", new (string, object?)[] { ("name", header) }) })];

    private static StackEdit Counting(StackEdit edit, string group)
    {
        var rules = edit.One("WebAcl").Inputs.List("rules").Maps.ToList();
        var index = rules.FindIndex(rule => rule.Map("statement").Map("managedRuleGroupStatement").Text("name") == group);
        return edit.Set("WebAcl", "", $"rules.{index}.overrideAction", new (string, object?)[] { ("count", Array.Empty<(string, object?)>()) });
    }

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
