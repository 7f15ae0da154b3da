using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Registry;

/// <summary>Repositories are encrypted with a customer managed key.</summary>
public sealed class ImagesHaveCustomerKey() : ResourceControl("aws:ecr/repository:Repository")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecr-customer-key",
        Title = "Repositories are encrypted with a customer managed key",
        Why = "Only a key of one's own can be restricted, watched and revoked.",
        Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
        Severity = Severity.Medium,
        References = [Reference.SecurityHub("ECR.5")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var key = resource.Inputs.List("encryptionConfigurations").Maps.Where(encryption => encryption.Text("encryptionType") is "KMS" or "KMS_DSSE")
            .Select(encryption => stack.Find(encryption.Text("kmsKey"))).FirstOrDefault(found => found is not null);
        return Verdict.Of(resource, key is not null, "Images are encrypted with a key of AWS.", new Evidence("encryptionConfigurations.kmsKey", key?.Name ?? "none of this stack"));
    }
}
