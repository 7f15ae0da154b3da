using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Storage;

/// <summary>Buckets block public access.</summary>
public sealed class BucketsBlockPublicAccess() : ResourceControl("aws:s3/bucket:Bucket")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "s3-block-public-access",
        Title = "Buckets block public access",
        Why = "One wrong ACL or policy must not make a bucket public.",
        Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("S3.8"), Reference.Cis("2.1.4"), Reference.Pci("1.4.4")],
    };

    private static readonly string[] Settings = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var block = stack.Referring("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "bucket", resource).FirstOrDefault();
        return Verdict.Of(
            resource,
            block is not null && Array.TrueForAll(Settings, setting => block.Inputs.Boolean(setting) is true),
            "The bucket can be made public.",
            [.. Settings.Select(setting => Evidence.Of(setting, block?.Inputs[setting]))]);
    }
}
