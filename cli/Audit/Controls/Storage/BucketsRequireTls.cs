using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Storage;

/// <summary>Buckets refuse requests without TLS.</summary>
public sealed class BucketsRequireTls() : ResourceControl("aws:s3/bucket:Bucket")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "s3-tls-only",
        Title = "Buckets refuse requests without TLS",
        Why = "What is not encrypted can be read on the way.",
        Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("S3.5"), Reference.Cis("2.1.1"), Reference.Pci("4.2.1")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var denial = stack.Policies
            .Where(policy => policy.Resource.Type == "aws:s3/bucketPolicy:BucketPolicy" && stack.Find(policy.Resource.Inputs.Text("bucket")) == resource)
            .SelectMany(policy => policy.Document?.Statements ?? [], (policy, statement) => (policy, statement))
            .FirstOrDefault(pair => !pair.statement.Allows
                && pair.statement.Covers("s3:GetObject") && pair.statement.Covers("s3:PutObject")
                && pair.statement.Principals.Any(principal => principal.IsAnyone)
                && pair.statement.Resources.Contains($"{resource.Outputs.Text("arn")}/*")
                && pair.statement.Conditions.Any(condition => condition.Key.Equals("aws:SecureTransport", StringComparison.OrdinalIgnoreCase) && condition.Values.Contains("false")));
        return Verdict.Of(
            resource, denial.statement is not null, "The bucket answers requests without TLS.", denial.statement is null ? new Evidence("policy", "no such denial") : denial.policy.Quote(denial.statement));
    }
}
