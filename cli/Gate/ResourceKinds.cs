using System.Collections.Frozen;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Gate;

/// <summary>A kind of resource that a deployment must not take away without a person's word.</summary>
/// <param name="Name">For people: <c>load balancer</c>.</param>
/// <param name="Loss">What its loss means for a running stack.</param>
public sealed record ProtectedKind(string Name, string Loss)
{
    /// <summary>The label with which a pull request allows the loss: <c>allow-replace:load-balancer</c>.</summary>
    public string Label => $"allow-replace:{Name.Replace(' ', '-')}";

    /// <summary>The kind of a resource whose deletion and replacement are refused; null when the gate lets a replacement pass.</summary>
    /// <param name="type">The resource's own type token and those of its parents.</param>
    public static ProtectedKind? Of(ResourceUrn type) => ResourceKinds.Find(type) is { KeptByReplacement: false, Kind: var kind } ? kind : null;

    /// <summary>The same for a deletion that nothing replaces.</summary>
    /// <param name="type">The resource's own type token and those of its parents.</param>
    public static ProtectedKind? OfDeleted(ResourceUrn type) => ResourceKinds.Find(type).Kind;

    /// <summary>A service that runs tasks.</summary>
    public static ProtectedKind RunningService => new("running service", "its tasks stop, and its callers get errors");

    /// <summary>A list of revoked certificates.</summary>
    public static ProtectedKind OfRevocationList => new("revocation list", "clients that it revokes get in again");

    /// <summary>A service, with everything that belongs to it.</summary>
    public static ProtectedKind Service => new(
        "service", "its tasks stop, its paths answer 404, and its images, logs and secrets are deleted (docs/runbooks/services.md)");

    /// <summary>A service that goes while another, new one takes its path.</summary>
    public static ProtectedKind RenamedService => new(
        "renamed service",
        "for Pulumi it is another service: its path answers 503 until the new one has an image, and images, logs and secrets of the old "
        + "one are deleted; docs/runbooks/services.md renames without a gap");

    /// <summary>What the gate has not been taught.</summary>
    public static ProtectedKind Unknown => new("unknown kind", "the gate does not know what depends on it: read the preview, and add the type to ResourceKinds");
}

/// <summary>What the gate does with a type of resource.</summary>
/// <param name="Kind">What a loss is called; null when nobody feels it.</param>
/// <param name="KeptByReplacement">A replacement is there before the old resource goes, and nobody feels the change.</param>
internal sealed record KindDecision(ProtectedKind? Kind, bool KeptByReplacement = false);

/// <summary>
/// A decision for every type of resource that the stack can declare. A type that is not in the list is an
/// <see cref="ProtectedKind.Unknown"/> kind: its loss does not pass by itself.
/// </summary>
internal static class ResourceKinds
{
    private const string PrivateKey = "tls:index/privateKey:PrivateKey";
    private static readonly ProtectedKind Ca = new("ca", "every client needs a new certificate");

    /// <summary>Types whose loss clients, partners, operators or data feel.</summary>
    private static readonly FrozenDictionary<string, KindDecision> Felt = new (string Name, string Loss, string[] Types)[]
    {
        ("load balancer", "its DNS name changes, and every open connection ends", ["aws:lb/loadBalancer:LoadBalancer"]),
        ("listener", "requests that it took are refused until the next one is there", ["aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"]),
        ("target group", "the gateway's tasks register anew while requests wait", ["aws:lb/targetGroup:TargetGroup"]),
        ("certificate", "clients that pinned it refuse the next one, which AWS has to validate first", ["aws:acm/certificate:Certificate"]),
        ("dns record", "clients no longer find the API, or AWS cannot renew the certificate", ["aws:route53/record:Record"]),
        ("web acl", "requests pass without the firewall", ["aws:wafv2/webAcl:WebAcl", "aws:wafv2/webAclAssociation:WebAclAssociation", "aws:wafv2/ipSet:IpSet"]),
        ("vpc", "everything in it is made anew", ["aws:ec2/vpc:Vpc"]),
        ("subnet", "everything that runs in it is moved", ["aws:ec2/subnet:Subnet"]),
        ("route", "traffic that took it stops",
            ["aws:ec2/route:Route", "aws:ec2/routeTable:RouteTable", "aws:ec2/routeTableAssociation:RouteTableAssociation"]),
        ("internet gateway", "traffic to and from the internet stops",
            ["aws:ec2/internetGateway:InternetGateway", "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"]),
        ("nat gateway", "open connections of tasks to the internet end", ["aws:ec2/natGateway:NatGateway"]),
        ("elastic ip", "partners that allow the address refuse the new one", ["aws:ec2/eip:Eip"]),
        ("endpoint", "tasks lose a way to AWS, and new ones may not start", ["aws:ec2/vpcEndpoint:VpcEndpoint"]),
        ("security group", "tasks and endpoints that use it lose their rules", ["aws:ec2/securityGroup:SecurityGroup"]),
        ("cluster", "every service in it stops", ["aws:ecs/cluster:Cluster"]),
        (ProtectedKind.RunningService.Name, ProtectedKind.RunningService.Loss, ["aws:ecs/service:Service"]),
        ("service discovery", "the gateway does not find the service",
            ["aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "aws:servicediscovery/service:Service"]),
        ("trust store", "the load balancer checks client certificates against it", ["aws:lb/trustStore:TrustStore"]),
        (Ca.Name, Ca.Loss, ["tls:index/selfSignedCert:SelfSignedCert"]),
        ("repository", "its images are deleted, and no rollback finds them", ["aws:ecr/repository:Repository"]),
        ("log group", "its events are deleted", ["aws:cloudwatch/logGroup:LogGroup"]),
        ("kms key", "what it encrypts cannot be read once it is gone", ["aws:kms/key:Key"]),
        ("secret", "tasks that start do not find it", ["aws:secretsmanager/secret:Secret", "aws:ssm/parameter:Parameter"]),
        ("bucket", "its objects are deleted", ["aws:s3/bucket:Bucket"]),
        ("alarm topic", "its subscribers hear of no alarm", ["aws:sns/topic:Topic"]),
        ("oidc provider", "no role of the account that trusts it can be assumed", ["aws:iam/openIdConnectProvider:OpenIdConnectProvider"]),
    }.SelectMany(kind => kind.Types.Select(type => (type, Decision: new KindDecision(new ProtectedKind(kind.Name, kind.Loss)))))
        .Concat(new (string Name, string Loss, string[] Types)[]
        {
            (ProtectedKind.OfRevocationList.Name, ProtectedKind.OfRevocationList.Loss, ["aws:lb/trustStoreRevocation:TrustStoreRevocation"]),
            ("security group", "connections that it allowed are refused",
                ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"]),
        }.SelectMany(kind => kind.Types.Select(type => (type, Decision: new KindDecision(new ProtectedKind(kind.Name, kind.Loss), KeptByReplacement: true)))))
        .ToFrozenDictionary(kind => kind.type, kind => kind.Decision, StringComparer.Ordinal);

    /// <summary>Types whose loss nobody feels, each with the reason.</summary>
    private static readonly FrozenDictionary<string, string> NotFelt = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["aws:acm/certificateValidation:CertificateValidation"] = "a wait of the provider; nothing in AWS",
        ["aws:appautoscaling/policy:Policy"] = "tasks keep their number until the next policy is there",
        ["aws:appautoscaling/target:Target"] = "tasks keep their number until the next target is there",
        ["aws:cloudwatch/compositeAlarm:CompositeAlarm"] = "made again in a second",
        ["aws:cloudwatch/dashboard:Dashboard"] = "made again in a second",
        ["aws:cloudwatch/logMetricFilter:LogMetricFilter"] = "made again in a second; its metric stays",
        ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy"] = "made again in a second",
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = "made again in a second",
        ["aws:cloudwatch/queryDefinition:QueryDefinition"] = "made again in a second",
        ["aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"] = "belongs to the VPC: the provider only forgets it",
        ["aws:ec2/defaultRouteTable:DefaultRouteTable"] = "belongs to the VPC: the provider only forgets it",
        ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"] = "belongs to the VPC: the provider only forgets it",
        ["aws:ec2/flowLog:FlowLog"] = "made again in a second; its log group stays",
        ["aws:ecr/lifecyclePolicy:LifecyclePolicy"] = "without it, images stay longer",
        ["aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"] = "AWS refuses its loss while a service uses it",
        ["aws:ecs/taskDefinition:TaskDefinition"] = "a new revision; running tasks keep the old one",
        ["aws:iam/policy:Policy"] = "the next one is attached before it goes",
        ["aws:iam/role:Role"] = "tasks use the next one before it goes",
        ["aws:iam/rolePolicy:RolePolicy"] = "the next one is there before it goes",
        ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"] = "the next one is there before it goes",
        ["aws:kms/alias:Alias"] = "a name for people; nothing of the stack uses it",
        ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"] = "without it, objects stay longer",
        ["aws:s3/bucketLogging:BucketLogging"] = "made again in a second",
        ["aws:s3/bucketObjectv2:BucketObjectv2"] = "the trust store holds its own copy",
        ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"] = "made again in a second",
        ["aws:s3/bucketPolicy:BucketPolicy"] = "made again in a second",
        ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"] = "made again in a second; new buckets are private",
        ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"] = "S3 encrypts without it too",
        ["aws:s3/bucketVersioning:BucketVersioning"] = "made again in a second; versions stay",
        ["aws:secretsmanager/secretPolicy:SecretPolicy"] = "made again in a second",
        ["aws:secretsmanager/secretVersion:SecretVersion"] = "the old version stays readable",
        ["aws:sns/topicPolicy:TopicPolicy"] = "made again in a second",
        ["aws:sns/topicSubscription:TopicSubscription"] = "a recipient who confirms again",
        ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"] = "made again in a second; its log group stays",
        ["tls:index/certRequest:CertRequest"] = "signed again",
        ["tls:index/locallySignedCert:LocallySignedCert"] = "signed again; the old certificate stays valid",
        [PrivateKey] = "the certificate of the old key stays valid; keys of the CA are another kind",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every type in the list.</summary>
    public static IEnumerable<string> Types => Felt.Keys.Concat(NotFelt.Keys);

    /// <summary>The decision for a resource.</summary>
    public static KindDecision Find(ResourceUrn resource) => resource.Type switch
    {
        PrivateKey when resource.HasParent("secure-api:private-ca:CertificateAuthority") => new KindDecision(Ca),
        var type when Felt.TryGetValue(type, out var decision) => decision,
        var type when NotFelt.ContainsKey(type) || IsOfTheEngine(type) => new KindDecision(null),
        _ => new KindDecision(ProtectedKind.Unknown),
    };

    /// <summary>The stack itself, providers and the program's components: nothing of the kind is in AWS.</summary>
    private static bool IsOfTheEngine(string type) =>
        type.StartsWith("pulumi:", StringComparison.Ordinal) || type.StartsWith("secure-api:", StringComparison.Ordinal);
}
