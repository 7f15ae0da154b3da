using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Storage;

/// <summary>Buckets do not use ACLs.</summary>
public sealed class BucketsHaveNoAcls() : ResourceControl("aws:s3/bucket:Bucket")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "s3-no-acls",
        Title = "Buckets do not use ACLs",
        Why = "ACLs grant access object by object, where nobody looks.",
        Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("S3.12")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var ownership = stack.Referring("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "bucket", resource).FirstOrDefault()?.Inputs.Map("rule").Text("objectOwnership");
        return Verdict.Of(resource, ownership == "BucketOwnerEnforced", "Objects can have ACLs.", new Evidence("rule.objectOwnership", ownership ?? "(not set)"));
    }
}
