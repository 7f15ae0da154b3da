using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Registry;

/// <summary>Repositories remove old images.</summary>
public sealed class OldImagesExpire() : ResourceControl("aws:ecr/repository:Repository")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecr-lifecycle-policy",
        Title = "Repositories remove old images",
        Why = "Old images cost money and keep old holes at hand.",
        Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ECR.3")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var policy = stack.Referring("aws:ecr/lifecyclePolicy:LifecyclePolicy", "repository", resource).FirstOrDefault();
        return Verdict.Of(resource, policy is not null, "The repository has no lifecycle policy.", new Evidence("lifecycle policy", policy?.Name ?? "none"));
    }
}
