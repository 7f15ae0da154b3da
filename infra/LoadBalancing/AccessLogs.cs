using Pulumi;
using SecureApi.Configuration;
using SecureApi.Iam;
using SecureApi.S3;

namespace SecureApi.LoadBalancing;

/// <summary>The bucket of the load balancer's access and connection logs, and of S3's logs of the bucket of its trust store.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"/>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-connection-logging.html"/>
public sealed class AccessLogs : ComponentResource
{
    /// <summary>Prefix of the access logs: one line a request.</summary>
    public const string AccessPrefix = "access";

    /// <summary>Prefix of the connection logs: one line a TLS handshake, with the reason of a refusal.</summary>
    public const string ConnectionPrefix = "connection";

    /// <summary>Prefix of S3's logs: one line a request for the trusted CA certificates.</summary>
    public const string TrustStorePrefix = "trust-store";

    /// <summary>Declares the bucket.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Account, region and retention.</param>
    /// <param name="options">Parent and providers.</param>
    public AccessLogs(string name, AccessLogsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:load-balancing:AccessLogs", name, options)
    {
        var bucket = new SecureBucket($"{name}-edge-logs", new SecureBucketArgs
        {
            AccountId = args.AccountId,
            ExpireAfterDays = args.Settings.RetentionDays,
            ForceDestroy = args.ForceDestroy,
            Statements = (arn, account) => [LogDelivery(arn, account, args.Region), RequestLogs(arn, account, args)],
        }, new ComponentResourceOptions { Parent = this });

        BucketName = bucket.Name;
        Ready = bucket.Ready;
        OfTrustStore = new RequestLog(bucket, TrustStorePrefix);
        RegisterOutputs(new Dictionary<string, object?> { ["bucketName"] = BucketName });
    }

    /// <summary>The bucket's name.</summary>
    public Output<string> BucketName { get; }

    /// <summary>What the load balancer waits for: it tests the bucket when logging is turned on.</summary>
    public IReadOnlyList<Resource> Ready { get; }

    /// <summary>Where S3 logs who asks for the trusted CA certificates.</summary>
    public RequestLog OfTrustStore { get; }

    /// <summary>S3 may add its logs of the stack's own buckets, in their folder.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html"/>
    private static PolicyStatement RequestLogs(string bucketArn, string account, AccessLogsArgs args) => new()
    {
        Sid = "S3AddsLogs",
        Principal = PolicyPrincipal.Service("logging.s3.amazonaws.com"),
        Actions = ["s3:PutObject"],
        Resources = [$"{bucketArn}/{TrustStorePrefix}/*"],
        Conditions = [PolicyCondition.SourceAccount(account), PolicyCondition.SourceArn($"arn:{args.Region.Partition}:s3:::{args.TrustStoreBucket}-*")],
    };

    /// <summary>Elastic Load Balancing may add logs of this account's load balancers, and nothing else.</summary>
    private static PolicyStatement LogDelivery(string bucketArn, string account, AwsRegion region) => new()
    {
        Sid = "LoadBalancerAddsLogs",
        Principal = PolicyPrincipal.Service("logdelivery.elasticloadbalancing.amazonaws.com"),
        Actions = ["s3:PutObject"],
        Resources =
        [
            $"{bucketArn}/{AccessPrefix}/AWSLogs/{account}/*",
            $"{bucketArn}/{ConnectionPrefix}/AWSLogs/{account}/*",
        ],
        Conditions =
        [
            PolicyCondition.SourceArn(
                $"arn:{region.Partition}:elasticloadbalancing:{region.Name}:{account}:loadbalancer/*"),
        ],
    };
}

/// <summary>The arguments of <see cref="AccessLogs"/>.</summary>
public sealed record AccessLogsArgs
{
    /// <summary>How long logs are kept.</summary>
    public required EdgeLogConfig Settings { get; init; }

    /// <summary>The account whose load balancer writes: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region, whose partition the bucket's ARN names.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>How the name of the trust store's bucket begins.</summary>
    public required string TrustStoreBucket { get; init; }

    /// <summary>Whether a destroy may delete the bucket with the logs.</summary>
    public required bool ForceDestroy { get; init; }
}
