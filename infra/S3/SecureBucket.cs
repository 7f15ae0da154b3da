using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;
using SecureApi.Iam;
using BucketServerSideEncryptionConfigurationArgs = Pulumi.Aws.S3.BucketServerSideEncryptionConfigurationArgs;
using BucketVersioningArgs = Pulumi.Aws.S3.BucketVersioningArgs;

// Pulumi.Aws.S3.Inputs has arguments of deprecated blocks by the same names.

namespace SecureApi.S3;

/// <summary>
/// A private bucket: versioned, encrypted at rest, without ACLs, closed to the public and to plain HTTP.
/// </summary>
/// <remarks>
/// Encrypted with S3's own keys (SSE-S3): Elastic Load Balancing writes its logs to no other kind of bucket.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html"/>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"/>
public sealed class SecureBucket : ComponentResource
{
    private const int AbandonedUploadDays = 7;

    /// <summary>Declares the bucket and everything that closes it.</summary>
    /// <param name="name">The logical name of the bucket, at most 55 lower-case characters.</param>
    /// <param name="args">Lifecycle and policy.</param>
    /// <param name="options">Parent and providers.</param>
    public SecureBucket(string name, SecureBucketArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:s3:SecureBucket", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var bucket = new Bucket(name, new BucketArgs { ForceDestroy = args.ForceDestroy }, child);

        var encryption = new BucketServerSideEncryptionConfiguration(name, new BucketServerSideEncryptionConfigurationArgs
        {
            Bucket = bucket.BucketName,
            Rules =
            {
                new BucketServerSideEncryptionConfigurationRuleArgs
                {
                    ApplyServerSideEncryptionByDefault =
                        new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs
                        {
                            SseAlgorithm = "AES256",
                        },
                },
            },
        }, child);
        var versioning = new BucketVersioning(name, new BucketVersioningArgs
        {
            Bucket = bucket.BucketName,
            VersioningConfiguration = new BucketVersioningVersioningConfigurationArgs { Status = "Enabled" },
        }, child);
        var publicAccess = new BucketPublicAccessBlock(name, new BucketPublicAccessBlockArgs
        {
            Bucket = bucket.BucketName,
            BlockPublicAcls = true,
            BlockPublicPolicy = true,
            IgnorePublicAcls = true,
            RestrictPublicBuckets = true,
        }, child);

        // S3 answers 409 when two of these are written at the same moment: one waits for the other.
        var ownership = new BucketOwnershipControls(name, new BucketOwnershipControlsArgs
        {
            Bucket = bucket.BucketName,
            Rule = new BucketOwnershipControlsRuleArgs { ObjectOwnership = "BucketOwnerEnforced" },
        }, new CustomResourceOptions { Parent = this, DependsOn = { publicAccess } });
        var policy = new BucketPolicy(name, new BucketPolicyArgs
        {
            Bucket = bucket.BucketName,
            Policy = bucket.Arn.Apply(arn => args.AccountId.Apply(account => PolicyFor(args, arn, account).ToJson())),
        }, new CustomResourceOptions { Parent = this, DependsOn = { ownership } });
        new BucketLifecycleConfiguration(name, new BucketLifecycleConfigurationArgs
        {
            Bucket = bucket.BucketName,
            Rules = { Lifecycle(args) },
        }, new CustomResourceOptions { Parent = this, DependsOn = { versioning } });

        if (args.RequestLog is { } log)
        {
            new BucketLogging(name, new Pulumi.Aws.S3.BucketLoggingArgs
            {
                Bucket = bucket.BucketName,
                TargetBucket = log.Bucket.Name,
                TargetPrefix = $"{log.Prefix}/",
            }, new CustomResourceOptions { Parent = this, DependsOn = { log.Bucket.Ready.ToArray() } });
        }

        Name = bucket.BucketName;
        Arn = bucket.Arn;
        Ready = [policy, versioning, encryption];
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name, ["arn"] = Arn });
    }

    /// <summary>The bucket's name.</summary>
    public Output<string> Name { get; }

    /// <summary>The bucket's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>What must exist before something is written: the policy, the versioning and the encryption.</summary>
    public IReadOnlyList<Resource> Ready { get; }

    private static PolicyDocument PolicyFor(SecureBucketArgs args, string arn, string account)
    {
        var tlsOnly = new PolicyStatement
        {
            Sid = "RefusePlainHttp",
            Effect = PolicyEffect.Deny,
            Principal = PolicyPrincipal.Anyone,
            Actions = ["s3:*"],
            Resources = [arn, $"{arn}/*"],
            Conditions = [PolicyCondition.InsecureTransport],
        };
        return new PolicyDocument([tlsOnly, .. args.Statements(arn, account)]);
    }

    private static BucketLifecycleConfigurationRuleArgs Lifecycle(SecureBucketArgs args)
    {
        var rule = new BucketLifecycleConfigurationRuleArgs
        {
            Id = args.ExpireAfterDays is null ? "drop-old-versions" : "expire",
            Status = "Enabled",
            Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
            AbortIncompleteMultipartUpload = new BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs
            {
                DaysAfterInitiation = AbandonedUploadDays,
            },
            NoncurrentVersionExpiration = new BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs
            {
                NoncurrentDays = args.ExpireAfterDays ?? args.NoncurrentDays,
            },
        };
        if (args.ExpireAfterDays is { } days)
            rule.Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = days };

        return rule;
    }
}

/// <summary>The arguments of <see cref="SecureBucket"/>.</summary>
public sealed record SecureBucketArgs
{
    /// <summary>Days after which objects, and versions no longer current, are deleted; null keeps them.</summary>
    public int? ExpireAfterDays { get; init; }

    /// <summary>Days that a version is kept once a newer one is there. Applies when objects themselves do not expire.</summary>
    public int NoncurrentDays { get; init; } = 90;

    /// <summary>Whether a destroy may delete the bucket with what is in it.</summary>
    public bool ForceDestroy { get; init; }

    /// <summary>Where S3 logs who asks for the bucket's objects; null for nowhere.</summary>
    public RequestLog? RequestLog { get; init; }

    /// <summary>Statements beside the refusal of plain HTTP, given the bucket's ARN and its account.</summary>
    public Func<string, string, ImmutableArray<PolicyStatement>> Statements { get; init; } = (_, _) => [];

    /// <summary>The account that owns the bucket, second argument of <see cref="Statements"/>: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }
}

/// <summary>Where S3 writes a bucket's server access logs.</summary>
/// <param name="Bucket">The bucket, whose policy lets S3 write.</param>
/// <param name="Prefix">The folder in it.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html"/>
public sealed record RequestLog(SecureBucket Bucket, string Prefix);

/// <summary>How the provider's tags apply to objects.</summary>
internal static class ObjectTags
{
    /// <summary>
    /// None of the provider's tags: an object takes ten at the most, a stack may have more. The bucket has them all.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html"/>
    public static BucketObjectv2OverrideProviderArgs LeftToTheBucket => new()
    {
        DefaultTags = new BucketObjectv2OverrideProviderDefaultTagsArgs { Tags = new InputMap<string>() },
    };
}
