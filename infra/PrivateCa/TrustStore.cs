using Pulumi;
using Pulumi.Aws.S3;
using SecureApi.S3;

namespace SecureApi.PrivateCa;

/// <summary>
/// The trusted CA certificates where a load balancer can read them: a version of an object in a private bucket, and the
/// trust store made from exactly that version.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"/>
public sealed class TrustStore : ComponentResource
{
    private const string ObjectKey = "ca-bundle.pem";

    /// <summary>Declares bucket, object and trust store.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The certificates and who owns them.</param>
    /// <param name="options">Parent and providers.</param>
    public TrustStore(string name, TrustStoreArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:private-ca:TrustStore", name, options)
    {
        var bucket = new SecureBucket(BucketLabel(name), new SecureBucketArgs
        {
            RequestLog = args.RequestLog,
            AccountId = args.AccountId,
            ForceDestroy = args.ForceDestroy,
        }, new ComponentResourceOptions { Parent = this });

        var bundle = new BucketObjectv2($"{name}-ca-bundle", new BucketObjectv2Args
        {
            Bucket = bucket.Name,
            Key = ObjectKey,
            Content = args.CertificatesPem,
            ContentType = "application/x-pem-file",
            OverrideProvider = ObjectTags.LeftToTheBucket,
        }, new CustomResourceOptions { Parent = this, DependsOn = { bucket.Ready.ToArray() } });

        TrustStoreArn = args.WithTrustStore
            ? new Pulumi.Aws.LB.TrustStore($"{name}-ts", new Pulumi.Aws.LB.TrustStoreArgs
            {
                CaCertificatesBundleS3Bucket = bucket.Name,
                CaCertificatesBundleS3Key = bundle.Key,
                CaCertificatesBundleS3ObjectVersion = bundle.VersionId,
            }, new CustomResourceOptions { Parent = this }).Arn
            : null;

        BucketName = bucket.Name;
        BucketReady = bucket.Ready;
        RegisterOutputs(new Dictionary<string, object?>
        {
            ["bucketName"] = BucketName,
            ["trustStoreArn"] = TrustStoreArn,
        });
    }

    /// <summary>The logical name of the bucket, with which its name begins.</summary>
    /// <param name="name">The component's name.</param>
    public static string BucketLabel(string name) => $"{name}-trust";

    /// <summary>The bucket that holds the bundle.</summary>
    public Output<string> BucketName { get; }

    /// <summary>What must exist before something else is written to the bucket.</summary>
    public IReadOnlyList<Resource> BucketReady { get; }

    /// <summary>The trust store's ARN; null in <see cref="MutualTlsMode.Passthrough"/>.</summary>
    public Output<string>? TrustStoreArn { get; }
}

/// <summary>The arguments of <see cref="TrustStore"/>.</summary>
public sealed record TrustStoreArgs
{
    /// <summary>The trusted CA certificates, PEM.</summary>
    public required Output<string> CertificatesPem { get; init; }

    /// <summary>The account that owns the bucket: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>Whether a load balancer trust store is made from the bundle: only in <see cref="MutualTlsMode.Verify"/>.</summary>
    public required bool WithTrustStore { get; init; }

    /// <summary>Where S3 logs who asks for the bundle and the revocation lists; null for nowhere.</summary>
    public required RequestLog? RequestLog { get; init; }

    /// <summary>Whether a destroy may delete the bucket with its versions.</summary>
    public required bool ForceDestroy { get; init; }
}
