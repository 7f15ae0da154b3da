using Pulumi;
using SecureApi.Iam;

namespace SecureApi.Storage;

/// <summary>What a <see cref="SecureBucket"/> is made from.</summary>
public sealed record SecureBucketArgs
{
    /// <summary>Days after which objects, and versions no longer current, are deleted; null keeps them.</summary>
    public int? ExpireAfterDays { get; init; }

    /// <summary>Days that a version is kept once a newer one is there. Applies when objects themselves do not expire.</summary>
    public int NoncurrentDays { get; init; } = 90;

    /// <summary>Whether a destroy may delete the bucket with what is in it.</summary>
    public bool ForceDestroy { get; init; }

    /// <summary>Statements beside the refusal of plain HTTP, given the bucket's ARN; null for none.</summary>
    public Func<string, string, PolicyStatement>? Statement { get; init; }

    /// <summary>The account that owns the bucket, second argument of <see cref="Statement"/>: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }
}
