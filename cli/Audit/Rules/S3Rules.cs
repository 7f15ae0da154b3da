using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on Amazon S3.</summary>
internal static class S3Rules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "s3-block-public-access",
            Title = "Buckets block public access",
            Why = "One wrong ACL or policy must not make a bucket public.",
            Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("S3.8"), Reference.Cis("2.1.4"), Reference.Pci("1.4.4")],
            Evaluate = Each("aws:s3/bucket:Bucket", BlockPublicAccess),
        },
        new()
        {
            Id = "s3-tls-only",
            Title = "Buckets refuse requests without TLS",
            Why = "What is not encrypted can be read on the way.",
            Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("S3.5"), Reference.Cis("2.1.1"), Reference.Pci("4.2.1")],
            Evaluate = Each("aws:s3/bucket:Bucket", TlsOnly),
        },
        new()
        {
            Id = "s3-no-acls",
            Title = "Buckets do not use ACLs",
            Why = "ACLs grant access object by object, where nobody looks.",
            Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("S3.12")],
            Evaluate = Each("aws:s3/bucket:Bucket", NoAcls),
        },
        new()
        {
            Id = "s3-lifecycle",
            Title = "Buckets have a lifecycle",
            Why = "What nobody needs any more should not be there to be lost.",
            Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
            Severity = Severity.Low,
            References = [Reference.Fsbp("S3.13")],
            Evaluate = Each("aws:s3/bucket:Bucket", Lifecycle),
        },
        new()
        {
            Id = "s3-versioning",
            Title = "Buckets keep versions",
            Why = "An object that was overwritten or deleted by mistake can be brought back.",
            Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
            Severity = Severity.Low,
            References = [Reference.SecurityHub("S3.14")],
            Evaluate = Each("aws:s3/bucket:Bucket", Versioning),
        },
        new()
        {
            Id = "s3-customer-key",
            Title = "Buckets are encrypted with a customer managed key",
            Why = "Only a key of one's own can be restricted, watched and revoked.",
            Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
            Severity = Severity.Medium,
            References = [Reference.SecurityHub("S3.17"), Reference.Pci("3.5.1")],
            Evaluate = Each("aws:s3/bucket:Bucket", CustomerKey),
        },
        new()
        {
            Id = "s3-access-logging",
            Title = "Buckets log who asks for their objects",
            Why = "Without the log nobody can tell afterwards who read what.",
            Document = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("S3.9"), Reference.Pci("10.2.1")],
            Evaluate = Each("aws:s3/bucket:Bucket", AccessLogging),
        },
    ];

    private static Evaluation? BlockPublicAccess(RecordedResource resource, AuditedStack stack)
    {
        var block = stack.Referring("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "bucket", resource).FirstOrDefault();
        return Evaluation.Of(
            resource,
            block is not null && Array.TrueForAll(Settings, setting => block.Inputs.Boolean(setting) is true),
            "The bucket can be made public.",
            [.. Settings.Select(setting => Evidence.Of(setting, block?.Inputs[setting]))]);
    }

    private static readonly string[] Settings = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

    private static Evaluation? TlsOnly(RecordedResource resource, AuditedStack stack)
    {
        var denial = stack.Policies
            .Where(policy => policy.Resource.Type == "aws:s3/bucketPolicy:BucketPolicy" && stack.Find(policy.Resource.Inputs.Text("bucket")) == resource)
            .SelectMany(policy => policy.Document?.Statement ?? [], (policy, statement) => (policy, statement))
            .FirstOrDefault(pair => !pair.statement.Allows
                && pair.statement.Covers("s3:GetObject") && pair.statement.Covers("s3:PutObject")
                && pair.statement.Principals.Any(principal => principal.IsAnyone)
                && pair.statement.Resources.Contains($"{resource.Outputs.Text("arn")}/*")
                && pair.statement.Conditions.Any(condition => condition.Key.Equals("aws:SecureTransport", StringComparison.OrdinalIgnoreCase) && condition.Values.Contains("false")));
        return Evaluation.Of(
            resource, denial.statement is not null, "The bucket answers requests without TLS.", denial.statement is null ? new Evidence("policy", "no such denial") : denial.policy.Quote(denial.statement));
    }

    private static Evaluation? NoAcls(RecordedResource resource, AuditedStack stack)
    {
        var ownership = stack.Referring("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "bucket", resource).FirstOrDefault()?.Inputs.Map("rule").Text("objectOwnership");
        return Evaluation.Of(resource, ownership == "BucketOwnerEnforced", "Objects can have ACLs.", new Evidence("rule.objectOwnership", ownership ?? "(not set)"));
    }

    private static Evaluation? Lifecycle(RecordedResource resource, AuditedStack stack)
    {
        var rules = stack.Referring("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "bucket", resource)
            .SelectMany(lifecycle => lifecycle.Inputs.List("rules").Maps)
            .Where(rule => rule.Text("status") == "Enabled" && CoversEveryObject(rule)).ToList();

        // Logs grow with every request: they expire. A bucket of other objects keeps those that it has now.
        var isLog = stack.OfType("aws:lb/loadBalancer:LoadBalancer").Any(balancer =>
            stack.Find(balancer.Inputs.Map("accessLogs").Text("bucket")) == resource || stack.Find(balancer.Inputs.Map("connectionLogs").Text("bucket")) == resource);
        var objects = rules.Exists(rule => rule.Map("expiration").Number("days") is > 0);
        var versions = rules.Exists(rule => rule.Map("noncurrentVersionExpiration").Number("noncurrentDays") is > 0);
        var problem = rules.Count == 0 ? "The bucket has no lifecycle for all of its objects."
            : isLog && !objects ? "The bucket takes logs, and they never expire."
            : "Earlier versions of the bucket's objects never expire.";
        return Evaluation.Of(
            resource, versions && (objects || !isLog), problem, new Evidence("rules", rules.Count == 0 ? "none" : string.Join(", ", rules.Select(rule => rule.Text("id")))));
    }

    private static bool CoversEveryObject(RecordedMap rule) =>
        string.IsNullOrEmpty(rule.Map("filter").Text("prefix")) && rule.Map("filter")["tag"] is null && rule.Map("filter")["and"] is null;

    private static Evaluation? Versioning(RecordedResource resource, AuditedStack stack)
    {
        var status = stack.Referring("aws:s3/bucketVersioning:BucketVersioning", "bucket", resource).FirstOrDefault()?.Inputs.Map("versioningConfiguration").Text("status");
        return Evaluation.Of(resource, status == "Enabled", "The bucket keeps no versions.", new Evidence("versioningConfiguration.status", status ?? "(not set)"));
    }

    private static Evaluation? CustomerKey(RecordedResource resource, AuditedStack stack)
    {
        var encryption = stack.Referring("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "bucket", resource)
            .SelectMany(found => found.Inputs.List("rules").Maps)
            .Select(rule => rule.Map("applyServerSideEncryptionByDefault"))
            .FirstOrDefault();
        return Evaluation.Of(
            resource,
            encryption?.Text("sseAlgorithm") is "aws:kms" or "aws:kms:dsse" && stack.Find(encryption.Text("kmsMasterKeyId")) is not null,
            "The bucket is encrypted with a key of Amazon S3.",
            new Evidence("sseAlgorithm", encryption?.Text("sseAlgorithm") ?? "(not set)"));
    }

    private static Evaluation? AccessLogging(RecordedResource resource, AuditedStack stack)
    {
        var logging = stack.Referring("aws:s3/bucketLogging:BucketLogging", "bucket", resource).FirstOrDefault();
        return Evaluation.Of(resource, logging?.Inputs.Text("targetBucket") is not null, "Requests to the bucket are not logged.", new Evidence("targetBucket", stack.Find(logging?.Inputs.Text("targetBucket"))?.Name ?? "none"));
    }
}
