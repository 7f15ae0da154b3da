using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Storage;

/// <summary>Buckets have a lifecycle.</summary>
public sealed class BucketsExpire() : ResourceControl("aws:s3/bucket:Bucket")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "s3-lifecycle",
        Title = "Buckets have a lifecycle",
        Why = "What nobody needs any more should not be there to be lost.",
        Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
        Severity = Severity.Low,
        References = [Reference.Fsbp("S3.13")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var lifecycle = stack.Referring("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "bucket", resource).FirstOrDefault();
        var rules = lifecycle?.Inputs.List("rules").Maps.Where(rule => rule.Text("status") == "Enabled").Select(rule => rule.Text("id")).ToList() ?? [];
        return Verdict.Of(resource, rules.Count > 0, "The bucket has no lifecycle.", new Evidence("rules", rules.Count == 0 ? "none" : string.Join(", ", rules)));
    }
}
