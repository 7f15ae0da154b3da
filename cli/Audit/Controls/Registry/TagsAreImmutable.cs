using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Registry;

/// <summary>Image tags cannot be moved.</summary>
public sealed class TagsAreImmutable() : ResourceControl("aws:ecr/repository:Repository")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecr-immutable-tags",
        Title = "Image tags cannot be moved",
        Why = "A tag that can be moved can be made to name another image.",
        Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ECR.2")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Text("imageTagMutability") == "IMMUTABLE", "Tags can be moved.", "imageTagMutability");
}
