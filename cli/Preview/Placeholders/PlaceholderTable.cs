using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>
/// What a provider would compute, as well-formed placeholders: for each type that the program declares, the form of its id
/// and its outputs. A type that is not in the table keeps its arguments and gets an id. Its other outputs are unknown, and
/// <see cref="RecordedStack.Unknowns"/> says where the stack uses one.
/// </summary>
internal static class PlaceholderTable
{
    private const string ScalingRole = "aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService";

    private static readonly Dictionary<string, Action<Placeholder>> Types = new(StringComparer.Ordinal)
    {
        ["pulumi:providers:aws"] = p => p.Id = p.Uuid(),

        // Certificate Manager, Route 53
        ["aws:acm/certificate:Certificate"] = Certificate,
        ["aws:acm/certificateValidation:CertificateValidation"] = p => p.Id = "0001-01-01 00:00:00 +0000 UTC",
        ["aws:route53/record:Record"] = p => p.Set("fqdn", p["name"].TrimEnd('.')).Id = $"{p["zoneId"]}_{p["name"]}_{p["type"]}",

        // Application Auto Scaling
        ["aws:appautoscaling/target:Target"] = p => p
            .Set("arn", p.Account.Arn("application-autoscaling", $"scalable-target/{p.Hex(24)}"))
            .Default("roleArn", p.Account.GlobalArn("iam", $"role/{ScalingRole}"))
            .Id = p["resourceId"],
        ["aws:appautoscaling/policy:Policy"] = p => p
            .Set("arn", p.Account.Arn("autoscaling", $"scalingPolicy:{p.Uuid()}:resource/{p["serviceNamespace"]}/{p["resourceId"]}:policyName/{p.Name()}"))
            .Id = p.Name(),

        // CloudWatch
        ["aws:cloudwatch/logGroup:LogGroup"] = p => p.Set("arn", p.Account.Arn("logs", $"log-group:{p.Name()}")).Default("logGroupClass", "STANDARD").Id = p.Name(),
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = p => p.Set("arn", p.Account.Arn("cloudwatch", $"alarm:{p.Name()}")).Id = p.Name(),
        ["aws:cloudwatch/dashboard:Dashboard"] = p => p
            .Set("dashboardArn", p.Account.GlobalArn("cloudwatch", $"dashboard/{p.Name("dashboardName")}"))
            .Id = p.Name("dashboardName"),
        ["aws:cloudwatch/logMetricFilter:LogMetricFilter"] = p => p.Id = p.Name(),
        ["aws:cloudwatch/queryDefinition:QueryDefinition"] = p =>
        {
            p.Name();
            p.Identify("queryDefinitionId", p.Uuid()).Set("arn", p.Account.Arn("logs", $"query-definition:{p.Id}"));
        },

        // VPC
        ["aws:ec2/vpc:Vpc"] = Vpc,
        ["aws:ec2/subnet:Subnet"] = p => Ec2(p, "subnet", "subnet")
            .Default("availabilityZoneId", $"{ZonePrefix(p.Account.Region.Name)}-az{1 + p.Number(3)}")
            .Set("ipv6CidrBlockAssociationId", $"subnet-cidr-assoc-{p.Hex(17, "ipv6")}"),
        ["aws:ec2/internetGateway:InternetGateway"] = p => Ec2(p, "igw", "internet-gateway"),
        ["aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"] = p => p.Id = $"eigw-{p.Hex(17)}",
        ["aws:ec2/eip:Eip"] = p => Ec2(p, "eipalloc", "elastic-ip").Set("allocationId", p.Id).Set("publicIp", PublicAddress(p)).Default("domain", "vpc"),
        ["aws:ec2/natGateway:NatGateway"] = p => p
            .Set("publicIp", PublicAddress(p))
            .Default("privateIp", $"10.0.{p.Number(256, "b")}.{4 + p.Number(250)}")
            .Set("networkInterfaceId", $"eni-{p.Hex(17, "eni")}")
            .Set("associationId", $"eipassoc-{p.Hex(17, "assoc")}")
            .Id = $"nat-{p.Hex(17)}",
        ["aws:ec2/routeTable:RouteTable"] = p => Ec2(p, "rtb", "route-table"),
        ["aws:ec2/defaultRouteTable:DefaultRouteTable"] = p => Ec2(p, "rtb", "route-table"),
        ["aws:ec2/route:Route"] = p => p.Set("state", "active").Set("origin", "CreateRoute").Id = $"r-{p["routeTableId"]}{p.Number(1_000_000_000)}",
        ["aws:ec2/routeTableAssociation:RouteTableAssociation"] = p => p.Id = $"rtbassoc-{p.Hex(17)}",
        ["aws:ec2/securityGroup:SecurityGroup"] = p =>
        {
            p.Name();
            Ec2(p, "sg", "security-group").Default("description", "Managed by Pulumi");
        },
        ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"] = p => Ec2(p, "sg", "security-group").Set("name", "default").Set("description", "default VPC security group"),
        ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"] = SecurityGroupRule,
        ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"] = SecurityGroupRule,
        ["aws:ec2/vpcEndpoint:VpcEndpoint"] = VpcEndpoint,
        ["aws:ec2/flowLog:FlowLog"] = p => Ec2(p, "fl", "vpc-flow-log"),

        // Elastic Container Registry and Service
        ["aws:ecr/repository:Repository"] = p => p
            .Set("arn", p.Account.Arn("ecr", $"repository/{p.Name()}"))
            .Set("registryId", AwsAccount.Id)
            .Set("repositoryUrl", $"{AwsAccount.Id}.dkr.ecr.{p.Account.Region.Name}.{p.Account.Region.DnsSuffix}/{p.Name()}")
            .Id = p.Name(),
        ["aws:ecr/lifecyclePolicy:LifecyclePolicy"] = p => p.Set("registryId", AwsAccount.Id).Id = p["repository"],
        ["aws:ecs/cluster:Cluster"] = p => p.Identify("arn", p.Account.Arn("ecs", $"cluster/{p.Name()}")),
        ["aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"] = p => p.Id = p["clusterName"],
        ["aws:ecs/taskDefinition:TaskDefinition"] = p => p
            .Set("arn", p.Account.Arn("ecs", $"task-definition/{p["family"]}:1"))
            .Set("arnWithoutRevision", p.Account.Arn("ecs", $"task-definition/{p["family"]}"))
            .Set("revision", new RecordedNumber(1))
            .Id = p["family"],
        ["aws:ecs/service:Service"] = p => p
            .Identify("arn", p.Account.Arn("ecs", $"service/{p["cluster"][(p["cluster"].LastIndexOf('/') + 1)..]}/{p.Name()}"))
            .Default("platformVersion", "LATEST"),

        // Identity and Access Management
        ["aws:iam/role:Role"] = p => p
            .Set("arn", p.Account.GlobalArn("iam", $"role{IamPath(p)}{p.Name()}"))
            .Set("uniqueId", $"AROA{p.Letters(17)}")
            .Id = p.Name(),
        ["aws:iam/policy:Policy"] = p => p.Identify("arn", p.Account.GlobalArn("iam", $"policy{IamPath(p)}{p.Name()}")).Set("policyId", $"ANPA{p.Letters(17)}"),
        ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"] = p => p.Id = $"{p["role"]}/{p["policyArn"]}",
        ["aws:iam/openIdConnectProvider:OpenIdConnectProvider"] = p => p.Identify("arn", p.Account.GlobalArn("iam", $"oidc-provider/{p["url"].Split("//")[^1]}")),

        // Key Management Service, Secrets Manager
        ["aws:kms/key:Key"] = p => p.Identify("keyId", p.Uuid()).Set("arn", p.Account.Arn("kms", $"key/{p.Id}")),
        ["aws:kms/alias:Alias"] = p => p
            .Set("arn", p.Account.Arn("kms", p.Name()))
            .Set("targetKeyArn", p["targetKeyId"].StartsWith("arn:", StringComparison.Ordinal) ? p["targetKeyId"] : p.Account.Arn("kms", $"key/{p["targetKeyId"]}"))
            .Id = p.Name(),
        ["aws:secretsmanager/secret:Secret"] = p => p.Identify("arn", p.Account.Arn("secretsmanager", $"secret:{p.Name()}-{p.Letters(6)}")),
        ["aws:secretsmanager/secretVersion:SecretVersion"] = p => p
            .Set("arn", p["secretId"])
            .Set("secretArn", p["secretId"])
            .Set("versionId", p.Uuid())
            .Id = $"{p["secretId"]}|{p.Uuid()}",

        // Elastic Load Balancing
        ["aws:lb/loadBalancer:LoadBalancer"] = p => WithSuffix(p, "loadbalancer/", $"app/{p.Name()}/{p.Hex(16)}")
            .Set("dnsName", $"{p.Name()}-{1_000_000_000 + p.Number(999_999_999)}.{p.Account.Region.Name}.elb.{p.Account.Region.DnsSuffix}")
            .Set("zoneId", $"Z{AwsId.Letters($"elb {p.Account.Region.Name}", 13)}")
            .Set("vpcId", $"vpc-{p.Hex(17, "vpc")}")
            .Default("ipAddressType", "ipv4"),
        ["aws:lb/targetGroup:TargetGroup"] = p => WithSuffix(p, "", $"targetgroup/{p.Name()}/{p.Hex(16)}").Default("ipAddressType", "ipv4"),
        ["aws:lb/trustStore:TrustStore"] = p => WithSuffix(p, "", $"truststore/{p.Name()}/{p.Hex(16)}"),
        ["aws:lb/listener:Listener"] = p => Below(p, p["loadBalancerArn"], "loadbalancer", "listener"),
        ["aws:lb/listenerRule:ListenerRule"] = p => Below(p, p["listenerArn"], "listener", "listener-rule"),
        ["aws:lb/trustStoreRevocation:TrustStoreRevocation"] = p =>
        {
            var number = 1 + p.Number(1000);
            p.Set("revocationId", new RecordedNumber(number));
            p.Id = $"{p["trustStoreArn"]},{number}";
        },

        // Simple Storage Service. The other types configure a bucket and have its name for an id.
        ["aws:s3/bucket:Bucket"] = p => p
            .Set("arn", S3Arn(p, p.Name("bucket")))
            .Set("bucketDomainName", $"{p.Name("bucket")}.s3.{p.Account.Region.DnsSuffix}")
            .Set("bucketRegionalDomainName", $"{p.Name("bucket")}.s3.{p.Account.Region.Name}.{p.Account.Region.DnsSuffix}")
            .Set("bucketRegion", p.Account.Region.Name)
            .Set("hostedZoneId", $"Z{AwsId.Letters($"s3 {p.Account.Region.Name}", 13)}")
            .Id = p.Name("bucket"),
        ["aws:s3/bucketObjectv2:BucketObjectv2"] = p => p
            .Set("arn", S3Arn(p, $"{p["bucket"]}/{p["key"]}"))
            .Set("versionId", p.Letters(32, p["content"]))
            .Set("etag", AwsId.Hex(p["content"], 32))
            .Default("storageClass", "STANDARD")
            .Id = $"{p["bucket"]}/{p["key"]}",
        ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"] = BucketConfiguration,
        ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"] = BucketConfiguration,
        ["aws:s3/bucketPolicy:BucketPolicy"] = BucketConfiguration,
        ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"] = BucketConfiguration,
        ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"] = BucketConfiguration,
        ["aws:s3/bucketVersioning:BucketVersioning"] = BucketConfiguration,

        // Cloud Map
        ["aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"] = p => CloudMap(p, "ns", "namespace").Set("hostedZone", $"Z{p.Letters(20)}"),
        ["aws:servicediscovery/service:Service"] = p => CloudMap(p, "srv", "service"),

        // Simple Notification Service
        ["aws:sns/topic:Topic"] = p => p.Identify("arn", p.Account.Arn("sns", p.Name())).Set("owner", AwsAccount.Id),
        ["aws:sns/topicPolicy:TopicPolicy"] = p => p.Set("owner", AwsAccount.Id).Id = p["arn"],
        ["aws:sns/topicSubscription:TopicSubscription"] = p => p
            .Identify("arn", $"{p["topic"]}:{p.Uuid()}")
            .Set("ownerId", AwsAccount.Id)
            .Set("pendingConfirmation", new RecordedBoolean(true)),

        // WAF
        ["aws:wafv2/webAcl:WebAcl"] = p => p
            .Set("arn", p.Account.Arn("wafv2", $"regional/webacl/{p.Name()}/{p.Uuid()}"))
            .Set("lockToken", p.Uuid("lock"))
            .Set("capacity", new RecordedNumber(0))
            .Id = p.Uuid(),
        ["aws:wafv2/webAclAssociation:WebAclAssociation"] = p => p.Id = $"{p["webAclArn"]},{p["resourceArn"]}",
        ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"] = p => p.Id = p["resourceArn"],
    };

    /// <summary>The id and the outputs of one resource.</summary>
    /// <param name="account">The account and the region.</param>
    /// <param name="urn">The resource's URN.</param>
    /// <param name="type">Its type token.</param>
    /// <param name="name">Its logical name.</param>
    /// <param name="inputs">Its arguments.</param>
    /// <param name="defaultTags">The tags that its provider adds; null when the type has no tags.</param>
    public static ComputedResource Create(AwsAccount account, string urn, string type, string name, RecordedMap inputs, RecordedMap? defaultTags)
    {
        var placeholder = new Placeholder(urn, name, inputs, account);
        Types.GetValueOrDefault(type)?.Invoke(placeholder);
        if (type.StartsWith("aws:", StringComparison.Ordinal))
            placeholder.Default("region", account.Region.Name);
        if (defaultTags is not null)
        {
            var tags = defaultTags.ToDictionary();
            foreach (var (key, value) in inputs.Map("tags"))
                tags[key] = value;
            placeholder.Set("tagsAll", new RecordedMap(tags));
        }

        return new(placeholder.Id, placeholder.Outputs);
    }

    private static void Certificate(Placeholder p)
    {
        var names = p.Inputs.List("subjectAlternativeNames").Texts.Prepend(p["domainName"]).Distinct();
        p.Identify("arn", p.Account.Arn("acm", $"certificate/{p.Uuid()}"))
            .Set("domainValidationOptions", new RecordedList([.. names.Select(name => Validation(p, name))]))
            .Set("status", "PENDING_VALIDATION")
            .Set("type", "AMAZON_ISSUED")
            .Set("renewalEligibility", "INELIGIBLE")
            .Set("pendingRenewal", new RecordedBoolean(false))
            .Default("keyAlgorithm", "RSA_2048")
            .Default("validationMethod", "DNS");
    }

    // A name and its wildcard have the same validation record.
    private static RecordedMap Validation(Placeholder p, string name)
    {
        var host = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return Map(
            ("domainName", name),
            ("resourceRecordName", $"_{p.Hex(32, host)}.{host}."),
            ("resourceRecordType", "CNAME"),
            ("resourceRecordValue", $"_{p.Hex(32, $"{host} value")}.{p.Letters(10, host).ToLowerInvariant()}.acm-validations.aws."));
    }

    private static void Vpc(Placeholder p)
    {
        var mainRouteTable = $"rtb-{p.Hex(17, "main")}";
        Ec2(p, "vpc", "vpc")
            .Set("defaultSecurityGroupId", $"sg-{p.Hex(17, "default")}")
            .Set("defaultNetworkAclId", $"acl-{p.Hex(17, "default")}")
            .Set("defaultRouteTableId", mainRouteTable)
            .Set("mainRouteTableId", mainRouteTable)
            .Set("dhcpOptionsId", $"dopt-{p.Hex(17, "dhcp")}");

        // AWS assigns a /56. This one is in the range for documentation (RFC 3849).
        if (p.Inputs.Boolean("assignGeneratedIpv6CidrBlock") ?? false)
            p.Default("ipv6CidrBlock", $"2001:db8:{p.Hex(4)}:{p.Hex(2, "ipv6")}00::/56").Set("ipv6AssociationId", $"vpc-cidr-assoc-{p.Hex(17, "ipv6")}");
    }

    private static void VpcEndpoint(Placeholder p)
    {
        var (id, service, region) = ($"vpce-{p.Hex(17)}", p["serviceName"].Split('.')[^1], p.Account.Region);
        Ec2(p, "vpce", "vpc-endpoint")
            .Set("state", "available")
            .Set("prefixListId", $"pl-{p.Hex(8)}")
            .Set("dnsEntries", new RecordedList([Map(
                ("dnsName", $"{id}-{p.Letters(8).ToLowerInvariant()}.{service}.{region.Name}.vpce.{region.DnsSuffix}"),
                ("hostedZoneId", $"Z{p.Letters(13)}"))]));
    }

    private static Placeholder Ec2(Placeholder p, string prefix, string kind)
    {
        p.Id = $"{prefix}-{p.Hex(17)}";
        return p.Set("arn", p.Account.Arn("ec2", $"{kind}/{p.Id}")).Set("ownerId", AwsAccount.Id);
    }

    private static void SecurityGroupRule(Placeholder p) =>
        p.Identify("securityGroupRuleId", $"sgr-{p.Hex(17)}").Set("arn", p.Account.Arn("ec2", $"security-group-rule/{p.Id}"));

    private static Placeholder CloudMap(Placeholder p, string prefix, string kind)
    {
        p.Name();
        p.Id = $"{prefix}-{p.Letters(16).ToLowerInvariant()}";
        return p.Set("arn", p.Account.Arn("servicediscovery", $"{kind}/{p.Id}"));
    }

    private static Placeholder WithSuffix(Placeholder p, string kind, string suffix) =>
        p.Identify("arn", p.Account.Arn("elasticloadbalancing", kind + suffix)).Set("arnSuffix", suffix);

    // The ARN of a listener carries the path of its load balancer, the ARN of a rule that of its listener.
    private static void Below(Placeholder p, string parentArn, string parentKind, string kind)
    {
        var start = parentArn.IndexOf($":{parentKind}/", StringComparison.Ordinal);
        var path = start < 0 ? kind : kind + parentArn[(start + parentKind.Length + 1)..];
        p.Identify("arn", p.Account.Arn("elasticloadbalancing", $"{path}/{p.Hex(16)}"));
    }

    private static void BucketConfiguration(Placeholder p) => p.Id = p["bucket"];

    private static string S3Arn(Placeholder p, string resource) => $"arn:{p.Account.Region.Partition}:s3:::{resource}";

    private static string IamPath(Placeholder p) => p["path"] is { Length: > 0 } path ? path : "/";

    // In TEST-NET-3 (RFC 5737).
    private static string PublicAddress(Placeholder p) => $"203.0.113.{1 + p.Number(254, "public")}";

    // The start of the ids of availability zones: "euw1" for "eu-west-1", "apse2" for "ap-southeast-2".
    private static string ZonePrefix(string region)
    {
        var parts = region.Split('-');
        var directions = parts[1..^1].Select(part => part
            .Replace("north", "n", StringComparison.Ordinal).Replace("south", "s", StringComparison.Ordinal)
            .Replace("east", "e", StringComparison.Ordinal).Replace("west", "w", StringComparison.Ordinal));
        return $"{parts[0]}{string.Concat(directions.Select(part => part.Length > 2 ? part[..1] : part))}{parts[^1]}";
    }

    private static RecordedMap Map(params (string Name, string Value)[] entries) =>
        new(entries.ToDictionary(entry => entry.Name, RecordedValue (entry) => new RecordedText(entry.Value)));
}
