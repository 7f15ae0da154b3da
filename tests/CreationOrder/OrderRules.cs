using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Tests.CreationOrder;

/// <summary>What must exist before what, and why.</summary>
/// <param name="Name">The rule, for messages.</param>
/// <param name="Why">What happens otherwise, and where AWS says so.</param>
/// <param name="Pairs">The resources of a stack that it speaks of.</param>
internal sealed record OrderRule(string Name, string Why, Func<RecordedStack, IEnumerable<(RecordedResource Later, RecordedResource Earlier)>> Pairs)
{
    private const string Service = "aws:ecs/service:Service";
    private const string Listener = "aws:lb/listener:Listener";
    private const string Rule = "aws:lb/listenerRule:ListenerRule";
    private const string Balancer = "aws:lb/loadBalancer:LoadBalancer";
    private const string TrustStore = "aws:lb/trustStore:TrustStore";
    private const string Revocation = "aws:lb/trustStoreRevocation:TrustStoreRevocation";
    private const string Association = "aws:wafv2/webAclAssociation:WebAclAssociation";
    private const string Nat = "aws:ec2/natGateway:NatGateway";
    private const string Route = "aws:ec2/route:Route";
    private const string TableAssociation = "aws:ec2/routeTableAssociation:RouteTableAssociation";
    private const string Endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
    private const string LogGroup = "aws:cloudwatch/logGroup:LogGroup";
    private const string BucketPolicy = "aws:s3/bucketPolicy:BucketPolicy";
    private const string PublicAccess = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
    private const string Ownership = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
    private const string Encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    private const string Versioning = "aws:s3/bucketVersioning:BucketVersioning";
    private const string Object = "aws:s3/bucketObjectv2:BucketObjectv2";

    public static ImmutableArray<OrderRule> All { get; } =
    [
        // Network
        new("NAT gateway after the internet gateway",
            "AWS refuses a public NAT gateway in a VPC without one: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
            Every(Nat, "aws:ec2/internetGateway:InternetGateway")),
        new("NAT gateway after the public routes",
            "a NAT gateway without a way out loses its first connections",
            stack => Every(Nat, Route)(stack).Where(pair => pair.Earlier.Inputs["gatewayId"] is not null)),
        new("NAT gateway after its subnet's route table",
            "until then the subnet uses the VPC's main table, which leads nowhere",
            Same(Nat, "subnetId", TableAssociation, "subnetId")),
        new("private default route after its NAT gateway",
            "a route names the gateway that it leads to",
            Refers(Route, "natGatewayId", Nat)),
        new("interface endpoint after the rules of its security group",
            "private DNS turns to the endpoint at once; without the rules running tasks lose AWS's APIs",
            stack => from endpoint in stack.OfType(Endpoint)
                     from rule in Rules(stack)
                     where endpoint.Inputs.List("securityGroupIds").Texts.Contains(rule.Inputs.Text("securityGroupId"))
                     select (endpoint, rule)),

        // Tasks
        new("service after the NAT gateways",
            "its first tasks pull images and read secrets: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
            Every(Service, Nat)),
        new("service after the private routes",
            "without a way out its first tasks do not start",
            stack => Every(Service, Route)(stack).Where(pair => pair.Earlier.Inputs["gatewayId"] is null)),
        new("service after its subnets' route tables",
            "without a way out its first tasks do not start",
            stack => from service in stack.OfType(Service)
                     from association in stack.OfType(TableAssociation)
                     where service.Inputs.Map("networkConfiguration").List("subnets").Texts.Contains(association.Inputs.Text("subnetId"))
                     select (service, association)),
        new("service after the VPC endpoints",
            "its first tasks pull image layers and, without NAT, everything through them; and private DNS turns under tasks that start",
            Every(Service, Endpoint)),
        new("service after the security group rules",
            "its first tasks reach neither the registry nor their secrets, and the load balancer does not reach them",
            stack => stack.OfType(Service).SelectMany(service => Rules(stack).Select(rule => (service, rule)))),
        new("service after its roles' policies",
            "the first pull is refused: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
            stack => from service in stack.OfType(Service)
                     from attachment in stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
                     where RolesOf(stack, service).Contains(attachment.Inputs.Text("role"))
                     select (service, attachment)),
        new("service after the values of its secrets",
            "a task whose secret has no value does not start (ResourceInitializationError)",
            stack => from service in stack.OfType(Service)
                     from version in stack.OfType("aws:secretsmanager/secretVersion:SecretVersion")
                     where Containers(stack, service).Contains(version.Inputs.Text("secretId")!, StringComparison.Ordinal)
                     select (service, version)),
        new("service after its log group",
            "a task whose log group is missing does not start: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
            stack => from service in stack.OfType(Service)
                     from log in stack.OfType(LogGroup)
                     where Containers(stack, service).Contains($"\"{log.Id}\"", StringComparison.Ordinal)
                     select (service, log)),
        new("service after the cluster's capacity providers",
            "CreateService refuses a provider that the cluster does not have: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
            Every(Service, "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders")),
        new("service after the alarms that watch its deployments",
            "a service must not name an alarm that does not exist: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html",
            stack => from service in stack.OfType(Service)
                     from alarm in stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm")
                     where service.Inputs.Map("alarms").List("alarmNames").Texts.Contains(alarm.Inputs.Text("name"))
                     select (service, alarm)),
        new("service after its name in Cloud Map",
            "tasks register there when they start",
            stack => from service in stack.OfType(Service)
                     from entry in stack.OfType("aws:servicediscovery/service:Service")
                     where service.Inputs.Map("serviceRegistries").Text("registryArn") == entry.Outputs.Text("arn")
                     select (service, entry)),
        new("service after the listeners and their rules",
            "CreateService refuses a target group without a load balancer, and the rule that hides the gateway's own paths comes before its tasks: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html",
            stack => from service in stack.OfType(Service)
                     where service.Inputs.List("loadBalancers").Count > 0
                     from used in stack.OfType(Listener).Concat(stack.OfType(Rule))
                     select (service, used)),
        new("service after the web ACL's association",
            "its tasks would serve requests that the firewall has not seen",
            stack => Every(Service, Association)(stack).Where(pair => pair.Later.Inputs.List("loadBalancers").Count > 0)),
        new("cluster after Container Insights' log group",
            "ECS would make the group itself, without key and retention",
            stack => Every("aws:ecs/cluster:Cluster", LogGroup)(stack).Where(pair => pair.Earlier.Id!.StartsWith("/aws/ecs/containerinsights/", StringComparison.Ordinal))),
        new("scalable target after its service",
            "RegisterScalableTarget refuses an unknown service: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
            stack => from target in stack.OfType("aws:appautoscaling/target:Target")
                     from service in stack.OfType(Service)
                     where target.Inputs.Text("resourceId")!.EndsWith($"/{service.Outputs.Text("name")}", StringComparison.Ordinal)
                     select (target, service)),
        new("scaling policy after its scalable target",
            "PutScalingPolicy refuses an unregistered target: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
            Same("aws:appautoscaling/policy:Policy", "resourceId", "aws:appautoscaling/target:Target", "resourceId")),

        // Buckets
        new("bucket policy after the public access block",
            "S3 answers 409 OperationAborted to two changes of a bucket at once: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
            Same(BucketPolicy, "bucket", PublicAccess, "bucket")),
        new("bucket policy after the ownership controls",
            "S3 answers 409 OperationAborted to two changes of a bucket at once",
            Same(BucketPolicy, "bucket", Ownership, "bucket")),
        new("ownership controls after the public access block",
            "S3 answers 409 OperationAborted to two changes of a bucket at once",
            Same(Ownership, "bucket", PublicAccess, "bucket")),
        new("object after its bucket's policy",
            "until then it could be fetched by plain HTTP",
            Same(Object, "bucket", BucketPolicy, "bucket")),
        new("object after its bucket's encryption",
            "an object keeps the encryption that it was written with",
            Same(Object, "bucket", Encryption, "bucket")),
        new("object after its bucket's versioning",
            "without a version the trust store has nothing to name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
            Same(Object, "bucket", Versioning, "bucket")),
        new("lifecycle after versioning",
            "a rule on noncurrent versions needs them",
            Same("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "bucket", Versioning, "bucket")),

        // The way in
        .. new[] { BucketPolicy, PublicAccess, Ownership, Encryption }.Select(part => new OrderRule(
            $"load balancer after its log bucket's {part.Split(':')[^1]}",
            "Elastic Load Balancing writes a test file when logs are turned on: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
            stack => from balancer in stack.OfType(Balancer)
                     from holder in stack.OfType(part)
                     where holder.Inputs.Text("bucket") is { } bucket
                         && new[] { "accessLogs", "connectionLogs", "healthCheckLogs" }.Any(logs => balancer.Inputs.Map(logs).Text("bucket") == bucket)
                     select (balancer, holder))),
        new("load balancer after the public routes",
            "an internet-facing load balancer needs subnets with a route to the internet gateway",
            stack => Every(Balancer, Route)(stack).Where(pair => pair.Earlier.Inputs["gatewayId"] is not null)),
        new("load balancer after its subnets' route tables",
            "an internet-facing load balancer needs subnets with a route to the internet gateway",
            stack => from balancer in stack.OfType(Balancer)
                     from association in stack.OfType(TableAssociation)
                     where balancer.Inputs.List("subnets").Texts.Contains(association.Inputs.Text("subnetId"))
                     select (balancer, association)),
        new("HTTPS listener after the certificate's validation",
            "a listener takes only a certificate that is issued: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
            stack => Secure(stack, "aws:acm/certificateValidation:CertificateValidation")),
        new("HTTPS listener after its trust store",
            "it names the store",
            stack => Secure(stack, TrustStore).Where(pair => pair.Later.Inputs.Map("mutualAuthentication").Text("trustStoreArn") == pair.Earlier.Outputs.Text("arn"))),
        new("HTTPS listener after the revocation lists of its trust store",
            "until a list is there, a revoked certificate passes: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
            stack => Secure(stack, Revocation).Where(pair => pair.Later.Inputs.Map("mutualAuthentication").Text("trustStoreArn") == pair.Earlier.Inputs.Text("trustStoreArn"))),
        new("listener after the web ACL's association",
            "until then requests pass the firewall by",
            Same(Listener, "loadBalancerArn", Association, "resourceArn")),
        new("trust store after the CA bundle",
            "CreateTrustStore reads it: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTrustStore.html",
            stack => Every(TrustStore, Object)(stack).Where(pair => pair.Later.Inputs.Text("caCertificatesBundleS3Key") == pair.Earlier.Inputs.Text("key"))),
        new("revocation list after its file",
            "AddTrustStoreRevocations reads it: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTrustStoreRevocations.html",
            stack => Every(Revocation, Object)(stack).Where(pair => pair.Later.Inputs.Text("revocationsS3Key") == pair.Earlier.Inputs.Text("key"))),
        new("address record after the listeners",
            "clients would find a name that nobody answers",
            stack => Aliases(stack, Listener)),
        new("address record after the web ACL's association",
            "clients would come past the firewall",
            stack => Aliases(stack, Association)),
        new("the firewall's log after its log group",
            "PutLoggingConfiguration checks that the group exists: https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html",
            stack => from logging in stack.OfType("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
                     from log in stack.OfType(LogGroup)
                     where logging.Inputs.List("logDestinationConfigs").Texts.Contains(log.Outputs.Text("arn"))
                     select (logging, log)),

        // Logs, keys, alarms
        new("flow log after its role's policies",
            "a flow log whose role may not write ends as \"Access error\": https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-troubleshooting.html",
            stack => from flowLog in stack.OfType("aws:ec2/flowLog:FlowLog")
                     from attachment in stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
                     where RoleNames(stack, flowLog.Inputs.Text("iamRoleArn")).Contains(attachment.Inputs.Text("role"))
                     select (flowLog, attachment)),
        new("flow log after its log group",
            "AWS would make a group of that name itself, without key and retention",
            Refers("aws:ec2/flowLog:FlowLog", "logDestination", LogGroup)),
        new("encrypted log group after its key",
            "AssociateKmsKey needs the key and a policy that lets CloudWatch Logs use it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
            Refers(LogGroup, "kmsKeyId", "aws:kms/key:Key")),
        new("secret after its key", "its first version is encrypted with it", Refers("aws:secretsmanager/secret:Secret", "kmsKeyId", "aws:kms/key:Key")),
        new("topic after its key", "SetTopicAttributes names it", Refers("aws:sns/topic:Topic", "kmsMasterKeyId", "aws:kms/key:Key")),
        new("alarm after the topic's policy",
            "an alarm that fires before it tells nobody: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
            stack => from alarm in stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm")
                     from policy in stack.OfType("aws:sns/topicPolicy:TopicPolicy")
                     where alarm.Inputs.List("alarmActions").Texts.Contains(policy.Inputs.Text("arn"))
                     select (alarm, policy)),
        new("metric filter after its log group",
            "PutMetricFilter needs the group",
            stack => Every("aws:cloudwatch/logMetricFilter:LogMetricFilter", LogGroup)(stack).Where(pair => pair.Later.Inputs.Text("logGroupName") == pair.Earlier.Id)),
    ];

    /// <summary>What Pulumi may make too early, each in a line.</summary>
    public IEnumerable<string> Faults(CreationGraph graph) =>
        from pair in Pairs(graph.Stack)
        where !graph.IsSure(pair.Earlier, pair.Later)
        select $"{Name}: {pair.Later} does not wait for {pair.Earlier} ({Why})";

    private static Func<RecordedStack, IEnumerable<(RecordedResource Later, RecordedResource Earlier)>> Every(string later, string earlier) =>
        stack => stack.OfType(later).SelectMany(one => stack.OfType(earlier).Select(other => (one, other)));

    private static Func<RecordedStack, IEnumerable<(RecordedResource Later, RecordedResource Earlier)>> Same(string later, string property, string earlier, string other) =>
        stack => Every(later, earlier)(stack).Where(pair => pair.Later.Inputs.Text(property) == pair.Earlier.Inputs.Text(other));

    private static Func<RecordedStack, IEnumerable<(RecordedResource Later, RecordedResource Earlier)>> Refers(string later, string property, string earlier) =>
        stack => Every(later, earlier)(stack).Where(pair => pair.Later.Inputs.Text(property) is { } reference
            && (reference == pair.Earlier.Id || reference == pair.Earlier.Outputs.Text("arn")));

    private static IEnumerable<(RecordedResource Later, RecordedResource Earlier)> Secure(RecordedStack stack, string earlier) =>
        Every(Listener, earlier)(stack).Where(pair => pair.Later.Inputs.Text("protocol") == "HTTPS");

    private static IEnumerable<(RecordedResource Later, RecordedResource Earlier)> Aliases(RecordedStack stack, string earlier) =>
        Every("aws:route53/record:Record", earlier)(stack).Where(pair => pair.Later.Inputs.List("aliases").Count > 0);

    private static IEnumerable<RecordedResource> Rules(RecordedStack stack) =>
        stack.OfType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").Concat(stack.OfType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"));

    private static RecordedResource Task(RecordedStack stack, RecordedResource service) =>
        stack.OfType("aws:ecs/taskDefinition:TaskDefinition").Single(task => task.Outputs.Text("arn") == service.Inputs.Text("taskDefinition"));

    // Every text of the container definitions, as JSON.
    private static string Containers(RecordedStack stack, RecordedResource service)
    {
        using var json = JsonDocument.Parse(Task(stack, service).Inputs.Text("containerDefinitions")!);
        return json.RootElement.GetRawText();
    }

    private static HashSet<string?> RolesOf(RecordedStack stack, RecordedResource service)
    {
        var task = Task(stack, service);
        return RoleNames(stack, [
            task.Inputs.Text("executionRoleArn"), task.Inputs.Text("taskRoleArn"),
            .. service.Inputs.List("loadBalancers").Maps.Select(target => target.Map("advancedConfiguration").Text("roleArn")),
        ]);
    }

    private static HashSet<string?> RoleNames(RecordedStack stack, params IEnumerable<string?> arns) =>
        [.. stack.OfType("aws:iam/role:Role").Where(role => arns.Contains(role.Outputs.Text("arn"))).Select(role => role.Outputs.Text("name"))];
}
