using Pulumi;
using Pulumi.Aws.S3.Inputs;

namespace SecureApi.Storage;

/// <summary>How objects stand to the provider's tags.</summary>
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
