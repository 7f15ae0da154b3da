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
        var rules = stack.Referring("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "bucket", resource)
            .SelectMany(lifecycle => lifecycle.Inputs.List("rules").Maps)
            .Where(rule => rule.Text("status") == "Enabled" && IsForEverything(rule)).ToList();

        // Logs grow with every request: they expire. A bucket of other objects keeps those that it has now.
        var isLog = stack.OfType("aws:lb/loadBalancer:LoadBalancer").Any(balancer =>
            stack.Find(balancer.Inputs.Map("accessLogs").Text("bucket")) == resource || stack.Find(balancer.Inputs.Map("connectionLogs").Text("bucket")) == resource);
        var objects = rules.Exists(rule => rule.Map("expiration").Number("days") is > 0);
        var versions = rules.Exists(rule => rule.Map("noncurrentVersionExpiration").Number("noncurrentDays") is > 0);
        var problem = rules.Count == 0 ? "The bucket has no lifecycle for all of its objects."
            : isLog && !objects ? "The bucket takes logs, and they never expire."
            : "Earlier versions of the bucket's objects never expire.";
        return Verdict.Of(
            resource, versions && (objects || !isLog), problem, new Evidence("rules", rules.Count == 0 ? "none" : string.Join(", ", rules.Select(rule => rule.Text("id")))));
    }

    private static bool IsForEverything(RecordedMap rule) =>
        string.IsNullOrEmpty(rule.Map("filter").Text("prefix")) && rule.Map("filter")["tag"] is null && rule.Map("filter")["and"] is null;
}
