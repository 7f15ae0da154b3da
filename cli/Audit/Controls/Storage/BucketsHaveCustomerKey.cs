using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Storage;

/// <summary>Buckets are encrypted with a customer managed key.</summary>
public sealed class BucketsHaveCustomerKey() : ResourceControl("aws:s3/bucket:Bucket")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "s3-customer-key",
        Title = "Buckets are encrypted with a customer managed key",
        Why = "Only a key of one's own can be restricted, watched and revoked.",
        Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
        Severity = Severity.Medium,
        References = [Reference.SecurityHub("S3.17"), Reference.Pci("3.5.1")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var encryption = stack.Referring("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "bucket", resource)
            .SelectMany(found => found.Inputs.List("rules").Maps)
            .Select(rule => rule.Map("applyServerSideEncryptionByDefault"))
            .FirstOrDefault();
        return Verdict.Of(
            resource,
            encryption?.Text("sseAlgorithm") is "aws:kms" or "aws:kms:dsse" && stack.Find(encryption.Text("kmsMasterKeyId")) is not null,
            "The bucket is encrypted with a key of S3.",
            new Evidence("sseAlgorithm", encryption?.Text("sseAlgorithm") ?? "(not set)"));
    }
}
