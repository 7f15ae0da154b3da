using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Storage;

/// <summary>Buckets log who asks for their objects.</summary>
public sealed class BucketsAreLogged() : ResourceControl("aws:s3/bucket:Bucket")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "s3-access-logging",
        Title = "Buckets log who asks for their objects",
        Why = "Without the log nobody can tell afterwards who read what.",
        Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("S3.9"), Reference.Pci("10.2.1")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var logging = stack.Referring("aws:s3/bucketLogging:BucketLogging", "bucket", resource).FirstOrDefault();
        return Verdict.Of(resource, logging?.Inputs.Text("targetBucket") is not null, "Requests to the bucket are not logged.", new Evidence("targetBucket", stack.Find(logging?.Inputs.Text("targetBucket"))?.Name ?? "none"));
    }
}
