using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Storage;

/// <summary>Buckets keep versions.</summary>
public sealed class BucketsKeepVersions() : ResourceControl("aws:s3/bucket:Bucket")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "s3-versioning",
        Title = "Buckets keep versions",
        Why = "An object that was overwritten or deleted by mistake can be brought back.",
        Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
        Severity = Severity.Low,
        References = [Reference.SecurityHub("S3.14")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var status = stack.Referring("aws:s3/bucketVersioning:BucketVersioning", "bucket", resource).FirstOrDefault()?.Inputs.Map("versioningConfiguration").Text("status");
        return Verdict.Of(resource, status == "Enabled", "The bucket keeps no versions.", new Evidence("versioningConfiguration.status", status ?? "(not set)"));
    }
}
