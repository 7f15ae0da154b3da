using System.Globalization;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>
/// One line about a resource: the values that matter for each type that the program declares, and the first simple arguments
/// of any other. Secrets appear as their mask.
/// </summary>
internal static class ResourceFacts
{
    private const int MostSimpleFacts = 3;
    private const int LongestSimpleFact = 60;
    private const int MostActions = 4;

    private delegate IEnumerable<string?> Facts(RecordedResource resource, RecordedMap inputs, ResourceIndex index);

    private static readonly Dictionary<string, Facts> Types = new(StringComparer.Ordinal)
    {
        ["pulumi:providers:aws"] = (_, inputs, _) => [inputs.Shown("region"), .. (inputs.Json("defaultTags") as RecordedMap)?.Map("tags").Names.Select(tag => $"tag {tag}") ?? []],

        // VPC
        ["aws:ec2/vpc:Vpc"] = (vpc, inputs, _) => [inputs.Shown("cidrBlock"), With("IPv6 ", vpc.Outputs.Shown("ipv6CidrBlock")), If(inputs.Boolean("enableDnsHostnames"), "DNS hostnames")],
        ["aws:ec2/subnet:Subnet"] = (_, inputs, _) =>
            [inputs.Shown("cidrBlock"), inputs.Shown("ipv6CidrBlock"), inputs.Shown("availabilityZone"), If(inputs.Boolean("mapPublicIpOnLaunch"), "public IPs on launch")],
        ["aws:ec2/route:Route"] = (_, inputs, index) => [$"{Destination(inputs)} to {Target(inputs, index)}"],
        ["aws:ec2/routeTable:RouteTable"] = RouteTable,
        ["aws:ec2/defaultRouteTable:DefaultRouteTable"] = RouteTable,
        ["aws:ec2/routeTableAssociation:RouteTableAssociation"] = (_, inputs, index) => [With("subnet ", Name(index, inputs.Shown("subnetId")))],
        ["aws:ec2/internetGateway:InternetGateway"] = None,
        ["aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"] = None,
        ["aws:ec2/eip:Eip"] = None,
        ["aws:ec2/natGateway:NatGateway"] = (_, inputs, index) => [index.Find(inputs.Text("subnetId"))?.Inputs.Shown("availabilityZone")],
        ["aws:ec2/vpcEndpoint:VpcEndpoint"] = (_, inputs, _) =>
            [EndpointService(inputs.Shown("serviceName")), inputs.Shown("vpcEndpointType"), With("in ", Count(NotZero(inputs.List("subnetIds").Count), "zone"))],
        ["aws:ec2/securityGroup:SecurityGroup"] = (_, inputs, _) => [inputs.Shown("description")],
        ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"] = (_, inputs, _) => [If(inputs.List("ingress").Count + inputs.List("egress").Count == 0, "closed")],
        ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"] = (_, inputs, index) => [$"{Ports(inputs)} from {Peer(inputs, index)}"],
        ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"] = (_, inputs, index) => [$"{Ports(inputs)} to {Peer(inputs, index)}"],
        ["aws:ec2/flowLog:FlowLog"] = (_, inputs, _) => [inputs.Shown("trafficType"), With("every ", Number(inputs.Number("maxAggregationInterval")), " s")],

        // Elastic Load Balancing
        ["aws:lb/loadBalancer:LoadBalancer"] = (_, inputs, _) =>
        [
            inputs.Boolean("internal") is true ? "internal" : "internet-facing",
            inputs.Shown("ipAddressType"),
            With("in ", Count(NotZero(inputs.List("subnets").Count), "subnet")),
            If(inputs.Boolean("enableDeletionProtection"), "deletion protection"),
            If(inputs.Boolean("dropInvalidHeaderFields"), "drops invalid headers"),
            With("desync ", inputs.Shown("desyncMitigationMode")),
            With("idle ", Number(inputs.Number("idleTimeout")), " s"),
        ],
        ["aws:lb/listener:Listener"] = (_, inputs, index) =>
        [
            $"{inputs.Shown("protocol")} {inputs.Shown("port")}",
            Action(inputs.List("defaultActions"), index),
            inputs.Shown("sslPolicy"),
            With("mutual TLS ", inputs.Map("mutualAuthentication").Shown("mode")),
        ],
        ["aws:lb/listenerRule:ListenerRule"] = (_, inputs, index) =>
            [With("priority ", Number(inputs.Number("priority"))), Action(inputs.List("actions"), index), .. inputs.List("conditions").Maps.Select(Condition)],
        ["aws:lb/targetGroup:TargetGroup"] = (_, inputs, _) =>
        [
            $"{inputs.Shown("protocol")} {inputs.Shown("port")}",
            inputs.Shown("targetType"),
            With("health ", inputs.Map("healthCheck").Shown("path")),
            With("every ", Number(inputs.Map("healthCheck").Number("interval")), " s"),
            With("deregistration ", Number(inputs.Number("deregistrationDelay")), " s"),
        ],
        ["aws:lb/trustStore:TrustStore"] = (_, inputs, _) => [inputs.Shown("caCertificatesBundleS3Key")],
        ["aws:lb/trustStoreRevocation:TrustStoreRevocation"] = (_, inputs, _) => [inputs.Shown("revocationsS3Key")],

        // Certificates, DNS
        ["aws:acm/certificate:Certificate"] = (_, inputs, _) => [inputs.Shown("domainName"), With("", inputs.Shown("validationMethod"), " validation")],
        ["aws:acm/certificateValidation:CertificateValidation"] = None,
        ["tls:index/privateKey:PrivateKey"] = (key, inputs, _) =>
            [inputs.Shown("algorithm"), inputs.Shown("algorithm") is "RSA" ? $"{key.Outputs.Shown("rsaBits")} bits" : key.Outputs.Shown("ecdsaCurve")],
        ["tls:index/certRequest:CertRequest"] = (_, inputs, _) => [With("CN ", inputs.Map("subject").Shown("commonName")), .. inputs.List("dnsNames").Select(name => name.ToString())],
        ["tls:index/selfSignedCert:SelfSignedCert"] = Certificate,
        ["tls:index/locallySignedCert:LocallySignedCert"] = Certificate,
        ["aws:route53/record:Record"] = (_, inputs, _) => [$"{inputs.Shown("name")} {inputs.Shown("type")}", If(inputs.List("aliases").Count > 0, "alias")],
        ["aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"] = (_, inputs, _) => [inputs.Shown("name")],
        ["aws:servicediscovery/service:Service"] = (_, inputs, _) =>
            [inputs.Shown("name"), With("TTL ", Number(inputs.Map("dnsConfig").List("dnsRecords").Maps.FirstOrDefault()?.Number("ttl")), " s")],

        // WAF
        ["aws:wafv2/webAcl:WebAcl"] = (_, inputs, _) => [With("default ", Choice(inputs.Map("defaultAction"))), .. inputs.List("rules").Maps.Select(WafRule)],
        ["aws:wafv2/webAclAssociation:WebAclAssociation"] = (_, inputs, index) =>
            [index.Find(inputs.Text("resourceArn")) is { } target ? ShortName.OfType(target.Type) : inputs.Shown("resourceArn")],
        ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"] = (_, inputs, _) =>
            [With("redacts ", Join(inputs.List("redactedFields").Maps.Select(field => field.Map("singleHeader").Shown("name"))))],

        // Containers
        ["aws:ecs/cluster:Cluster"] = (_, inputs, _) => inputs.List("settings").Maps.Select(setting => $"{setting.Shown("name")} {setting.Shown("value")}"),
        ["aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"] = (_, inputs, _) => inputs.List("capacityProviders").Texts,
        ["aws:ecs/taskDefinition:TaskDefinition"] = (_, inputs, _) => TaskSize(inputs).Concat(Containers(inputs).SelectMany(Container)),
        ["aws:ecs/service:Service"] = (service, inputs, _) =>
        [
            Count(inputs.Number("desiredCount"), "task"),
            With("in ", Count(inputs.Map("networkConfiguration").List("subnets").Count, "subnet")),
            If(inputs.Map("networkConfiguration").Boolean("assignPublicIp"), "public IPs"),
            .. inputs.List("capacityProviderStrategies").Maps.Select(strategy => $"{strategy.Shown("capacityProvider")} weight {strategy.Shown("weight")}"),
            If(inputs.Map("deploymentCircuitBreaker").Boolean("rollback"), "rolls back"),
            If(service.IgnoreChanges.Contains("desiredCount"), "count left to autoscaling"),
        ],
        ["aws:appautoscaling/target:Target"] = (_, inputs, _) => [$"{inputs.Shown("minCapacity")} to {inputs.Shown("maxCapacity")} tasks"],
        ["aws:appautoscaling/policy:Policy"] = (_, inputs, _) => inputs.Map("targetTrackingScalingPolicyConfiguration") is var tracking
            ? [$"{tracking.Map("predefinedMetricSpecification").Shown("predefinedMetricType")} at {tracking.Shown("targetValue")}"] : [],
        ["aws:ecr/repository:Repository"] = (_, inputs, _) =>
        [
            inputs.Shown("name"),
            With("tags ", inputs.Shown("imageTagMutability")),
            If(inputs.Map("imageScanningConfiguration").Boolean("scanOnPush"), "scan on push"),
            .. inputs.List("encryptionConfigurations").Maps.Select(encryption => encryption.Shown("encryptionType")),
        ],
        ["aws:ecr/lifecyclePolicy:LifecyclePolicy"] = (_, inputs, _) => [Count((inputs.Json("policy") as RecordedMap)?.List("rules").Count, "rule")],

        // Keys, secrets, permissions
        ["aws:kms/key:Key"] = (_, inputs, _) => [inputs.Shown("description"), If(inputs.Boolean("enableKeyRotation"), "rotates"), StatementCount(inputs)],
        ["aws:kms/alias:Alias"] = (_, inputs, _) => [inputs.Shown("name")],
        ["aws:iam/role:Role"] = (_, inputs, _) =>
            [With("for ", Join(Statements(inputs, "assumeRolePolicy").SelectMany(statement => statement.Map("Principal").Values).Select(principal => principal.ToString())))],
        ["aws:iam/policy:Policy"] = (_, inputs, _) => Actions(inputs),
        ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"] = None,
        ["aws:secretsmanager/secret:Secret"] = (_, inputs, _) => [inputs.Shown("description"), If(inputs["kmsKeyId"] is not null, "own key")],
        ["aws:secretsmanager/secretVersion:SecretVersion"] = (_, inputs, _) => [inputs.Shown("secretString")],

        // S3
        ["aws:s3/bucket:Bucket"] = (_, inputs, _) => [If(inputs.Boolean("forceDestroy"), "destroyed with its objects")],
        ["aws:s3/bucketObjectv2:BucketObjectv2"] = (_, inputs, _) => [inputs.Shown("key")],
        ["aws:s3/bucketVersioning:BucketVersioning"] = (_, inputs, _) => [inputs.Map("versioningConfiguration").Shown("status")],
        ["aws:s3/bucketPolicy:BucketPolicy"] = (_, inputs, _) => [StatementCount(inputs)],
        ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"] = (_, inputs, _) =>
            inputs.List("rules").Maps.Select(rule => rule.Map("applyServerSideEncryptionByDefault").Shown("sseAlgorithm")),
        ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"] = (_, inputs, _) => inputs.List("rules").Maps.SelectMany(IEnumerable<string?> (rule) =>
        [
            With("expires after ", Count(rule.Map("expiration").Number("days"), "day")),
            With("old versions after ", Count(rule.Map("noncurrentVersionExpiration").Number("noncurrentDays"), "day")),
        ]),
        ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"] = (_, inputs, _) => [If(inputs.Boolean("restrictPublicBuckets"), "no public access")],
        ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"] = (_, inputs, _) => [inputs.Map("rule").Shown("objectOwnership")],

        // CloudWatch, SNS
        ["aws:cloudwatch/logGroup:LogGroup"] = (_, inputs, _) => [inputs.Shown("name"), Count(inputs.Number("retentionInDays"), "day"), If(inputs["kmsKeyId"] is not null, "own key")],
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = (_, inputs, _) =>
            [Metric(inputs), With(Comparison(inputs.Shown("comparisonOperator")), inputs.Shown("threshold")), Count(inputs.Number("evaluationPeriods"), "period")],
        ["aws:cloudwatch/dashboard:Dashboard"] = (_, inputs, _) => [inputs.Shown("dashboardName"), Count((inputs.Json("dashboardBody") as RecordedMap)?.List("widgets").Count, "widget")],
        ["aws:cloudwatch/queryDefinition:QueryDefinition"] = (_, inputs, _) => [inputs.Shown("name")],
        ["aws:cloudwatch/logMetricFilter:LogMetricFilter"] = (_, inputs, _) => [inputs.Shown("pattern"), With("as ", inputs.Map("metricTransformation").Shown("name"))],
        ["aws:sns/topic:Topic"] = (_, inputs, _) => [If(inputs["kmsMasterKeyId"] is not null, "encrypted")],
        ["aws:sns/topicSubscription:TopicSubscription"] = (_, inputs, _) => [$"{inputs.Shown("protocol")} {inputs.Shown("endpoint")}"],
        ["aws:sns/topicPolicy:TopicPolicy"] = (_, inputs, _) => [StatementCount(inputs)],
    };

    /// <summary>One line about a resource; empty when there is nothing to say.</summary>
    public static string Of(RecordedResource resource, ResourceIndex index)
    {
        if (!resource.IsCustom)
            return "";

        var facts = Types.TryGetValue(resource.Type, out var known) ? known(resource, resource.Inputs, index) : Simple(resource.Inputs);
        return Join([.. facts, If(resource.Protect, "protected")]);
    }

    /// <summary>The facts that there are, with commas between them.</summary>
    public static string Join(IEnumerable<string?> facts) => string.Join(", ", facts.Where(fact => !string.IsNullOrEmpty(fact)));

    /// <summary>A number without needless digits.</summary>
    public static string? Number(double? number) => number?.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A number of things: <c>1 day</c>, <c>2 days</c>. Null when there is no number.</summary>
    public static string? Count(double? count, string one, string? many = null) => With("", Number(count), count == 1 ? $" {one}" : $" {many ?? $"{one}s"}");

    /// <summary>The size of a task: vCPUs, memory as AWS bills it, architecture.</summary>
    public static IEnumerable<string?> TaskSize(RecordedMap task) =>
        [With("", Number(Vcpu(task)), " vCPU"), With("", Number(Gigabytes(task)), " GB"), task.Map("runtimePlatform").Shown("cpuArchitecture")];

    /// <summary>The vCPUs of a task.</summary>
    public static double? Vcpu(RecordedMap task) => Parse(task.Shown("cpu")) / 1024;

    /// <summary>The memory of a task in GB.</summary>
    public static double? Gigabytes(RecordedMap task) => Parse(task.Shown("memory")) / 1024;

    /// <summary>The ports of a security-group rule: <c>tcp 443</c>.</summary>
    public static string Ports(RecordedMap rule)
    {
        var protocol = rule.Shown("ipProtocol") is "-1" ? "all traffic" : rule.Shown("ipProtocol");
        var (from, to) = (rule.Number("fromPort"), rule.Number("toPort"));
        return from is null ? $"{protocol}" : from == to ? $"{protocol} {Number(from)}" : $"{protocol} {Number(from)}-{Number(to ?? from)}";
    }

    private static IEnumerable<string?> None(RecordedResource resource, RecordedMap inputs, ResourceIndex index) => [];

    private static IEnumerable<string?> Simple(RecordedMap inputs) =>
        (from input in inputs
         where input.Value is RecordedText or RecordedNumber or RecordedBoolean or RecordedSecret && input.Key is not ("name" or "region")
         let text = input.Value.ToString()!
         where text.Length <= LongestSimpleFact && !text.StartsWith("arn:", StringComparison.Ordinal) && !text.Contains('\n', StringComparison.Ordinal)
         select $"{input.Key} {text}").Take(MostSimpleFacts);

    private static string? With(string before, string? value, string after = "") => string.IsNullOrEmpty(value) ? null : $"{before}{value}{after}";

    private static string? If(bool? condition, string fact) => condition is true ? fact : null;

    private static double? NotZero(int count) => count == 0 ? null : count;

    private static double? Parse(string? number) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string? Name(ResourceIndex index, string? reference) => index.Find(reference) is { } resource ? ShortName.WithinParent(resource) : reference;

    // The only name in a map that chooses one of several things, such as "block" in {block: {}}.
    private static string? Choice(RecordedMap choice) => choice.Names.FirstOrDefault();

    private static IEnumerable<string?> RouteTable(RecordedResource table, RecordedMap inputs, ResourceIndex index) => [With("routes ", Number(NotZero(inputs.List("routes").Count)))];

    private static string Peer(RecordedMap rule, ResourceIndex index) =>
        rule.Shown("cidrIpv4") ?? rule.Shown("cidrIpv6")
        ?? (rule.Shown("referencedSecurityGroupId") is { } group ? Name(index, group) : null)
        ?? (rule.Shown("prefixListId") is { } list ? $"prefix list {list}" : "nobody");

    private static string? Destination(RecordedMap route) =>
        route.Shown("destinationCidrBlock") ?? route.Shown("destinationIpv6CidrBlock") ?? route.Shown("destinationPrefixListId");

    private static string Target(RecordedMap route, ResourceIndex index)
    {
        string[] properties = ["natGatewayId", "gatewayId", "egressOnlyGatewayId", "vpcEndpointId", "transitGatewayId", "networkInterfaceId"];
        var target = properties.Select(route.Shown).FirstOrDefault(id => id is not null);
        return index.Find(target) is { } resource ? $"{ShortName.OfType(resource.Type)} {ShortName.WithinParent(resource)}".TrimEnd() : target ?? "nowhere";
    }

    private static string? EndpointService(string? name) => name?[(name.IndexOf('.', name.IndexOf("amazonaws", StringComparison.Ordinal) + "amazonaws.".Length) + 1)..];

    private static string? Action(RecordedList actions, ResourceIndex index) => actions.Maps.FirstOrDefault() is not { } action ? null : action.Shown("type") switch
    {
        "redirect" => $"redirect {action.Map("redirect").Shown("statusCode")} to {action.Map("redirect").Shown("protocol")} {action.Map("redirect").Shown("port")}",
        "fixed-response" => $"answers {action.Map("fixedResponse").Shown("statusCode")}",
        "forward" => index.Find(action.Text("targetGroupArn")) is { } group ? $"forwards to {ShortName.WithinParent(group)}" : "forwards",
        var other => other,
    };

    private static string? Condition(RecordedMap condition) => Choice(condition) is { } kind ? $"{kind} {condition.Map(kind).List("values")}" : null;

    private static string WafRule(RecordedMap rule)
    {
        var action = Choice(rule.Map("action")) ?? (Choice(rule.Map("overrideAction")) is "count" ? "count" : "block");
        var rate = rule.Map("statement").Map("rateBasedStatement");
        return rate.Count > 0
            ? $"{rule.Shown("name")} {rate.Shown("limit")} in {rate.Shown("evaluationWindowSec") ?? "300"} s {action}"
            : $"{rule.Shown("name")} {action}";
    }

    private static IEnumerable<string?> Certificate(RecordedResource certificate, RecordedMap inputs, ResourceIndex index) =>
    [
        With("CN ", inputs.Map("subject").Shown("commonName")),
        If(inputs.Boolean("isCaCertificate"), "CA"),
        With("until ", certificate.Outputs.Shown("validityEndTime")?[..10]),
        string.Join(" ", inputs.List("allowedUses")),
    ];

    private static IEnumerable<RecordedMap> Containers(RecordedMap task) => (task.Json("containerDefinitions") as RecordedList ?? RecordedList.Empty).Maps;

    private static IEnumerable<string?> Container(RecordedMap container)
    {
        var image = container.Shown("image") ?? "";
        var digest = image.IndexOf("@sha256:", StringComparison.Ordinal);
        return
        [
            With("user ", container.Shown("user")),
            If(container.Boolean("readonlyRootFilesystem"), "read-only root"),
            With("image ", digest < 0 ? image : image[(image.IndexOf('/', StringComparison.Ordinal) + 1)..Math.Min(digest + 20, image.Length)]),
            Count(NotZero(container.List("secrets").Count), "secret"),
        ];
    }

    private static IEnumerable<RecordedMap> Statements(RecordedMap inputs, string policy) => (inputs.Json(policy) as RecordedMap)?.List("Statement").Maps ?? [];

    private static string? StatementCount(RecordedMap inputs) => Count((inputs.Json("policy") as RecordedMap)?.List("Statement").Count, "statement");

    private static List<string?> Actions(RecordedMap policy)
    {
        List<string?> actions =
        [
            .. Statements(policy, "policy").SelectMany(statement => statement["Action"] switch
            {
                RecordedList list => list.Select(action => action.ToString()),
                null => [],
                var single => [single.ToString()],
            }),
        ];
        return actions.Count > MostActions ? [.. actions.Take(MostActions), Count(actions.Count - MostActions, "more action")] : actions;
    }

    private static string? Metric(RecordedMap alarm) => alarm.Shown("metricName")
        ?? alarm.List("metricQueries").Maps.Where(query => query.Boolean("returnData") is true).Select(query => query.Shown("label") ?? query.Shown("expression")).FirstOrDefault();

    private static string Comparison(string? comparison) => comparison switch
    {
        "GreaterThanThreshold" => "> ",
        "GreaterThanOrEqualToThreshold" => ">= ",
        "LessThanThreshold" => "< ",
        "LessThanOrEqualToThreshold" => "<= ",
        _ => "against ",
    };
}
