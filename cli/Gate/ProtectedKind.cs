namespace SecureApi.Cli.Gate;

/// <summary>A kind of resource that a deployment must not take away without a person's word.</summary>
/// <param name="Name">For people: <c>load balancer</c>.</param>
/// <param name="Loss">What its loss means for a running stack.</param>
public sealed record ProtectedKind(string Name, string Loss)
{
    /// <summary>The label with which a pull request allows the loss: <c>allow-replace:load-balancer</c>.</summary>
    public string Label => $"allow-replace:{Name.Replace(' ', '-')}";

    /// <summary>The kind of a resource; null when the gate lets it go.</summary>
    /// <param name="type">The resource's own type token and those of its parents.</param>
    public static ProtectedKind? Of(ResourceTypes type) => type.Own switch
    {
        "aws:lb/loadBalancer:LoadBalancer" => new("load balancer", "its DNS name changes, and every open connection ends"),
        "aws:lb/targetGroup:TargetGroup" => new("target group", "the gateway's tasks register anew while requests wait"),
        "aws:ec2/securityGroup:SecurityGroup" => new("security group", "tasks and endpoints that use it lose their rules"),
        "aws:ec2/subnet:Subnet" => new("subnet", "everything that runs in it is moved"),
        "aws:ec2/eip:Eip" => new("elastic ip", "partners that allow the address refuse the new one"),
        "aws:lb/trustStore:TrustStore" => new("trust store", "the load balancer checks client certificates against it"),
        "tls:index/selfSignedCert:SelfSignedCert" => Ca,
        "tls:index/privateKey:PrivateKey" when type.HasParent("secure-api:private-ca:CertificateAuthority") => Ca,
        "aws:ecr/repository:Repository" => new("repository", "its images are deleted, and no rollback finds them"),
        "aws:cloudwatch/logGroup:LogGroup" => new("log group", "its events are deleted"),
        "aws:kms/key:Key" => new("kms key", "what it encrypts cannot be read once it is gone"),
        "aws:secretsmanager/secret:Secret" => new("secret", "tasks that start do not find it"),
        "aws:s3/bucket:Bucket" => new("bucket", "its objects are deleted"),
        _ => null,
    };

    private static ProtectedKind Ca => new("ca", "every client needs a new certificate");
}
