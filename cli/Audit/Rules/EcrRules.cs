using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on Amazon ECR.</summary>
internal static class EcrRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "ecr-scan-on-push",
            Title = "Repositories scan images when they are pushed",
            Why = "A known hole is best found before it runs.",
            Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("ECR.1"), Reference.Pci("6.2.3"), Reference.Pci("6.2.4")],
            Evaluate = Each("aws:ecr/repository:Repository", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Map("imageScanningConfiguration").Boolean("scanOnPush") is true, "Images are not scanned.", "imageScanningConfiguration")),
        },
        new()
        {
            Id = "ecr-immutable-tags",
            Title = "Image tags cannot be moved",
            Why = "A tag that can be moved can be made to name another image.",
            Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ECR.2")],
            Evaluate = Each("aws:ecr/repository:Repository", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Text("imageTagMutability") == "IMMUTABLE", "Tags can be moved.", "imageTagMutability")),
        },
        new()
        {
            Id = "ecr-lifecycle-policy",
            Title = "Repositories remove old images",
            Why = "Old images cost money and keep old holes at hand.",
            Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("ECR.3")],
            Evaluate = Each("aws:ecr/repository:Repository", LifecyclePolicy),
        },
        new()
        {
            Id = "ecr-customer-key",
            Title = "Repositories are encrypted with a customer managed key",
            Why = "Only a key of one's own can be restricted, watched and revoked.",
            Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
            Severity = Severity.Medium,
            References = [Reference.SecurityHub("ECR.5")],
            Evaluate = Each("aws:ecr/repository:Repository", CustomerKey),
        },
    ];

    private static Evaluation? LifecyclePolicy(RecordedResource resource, AuditedStack stack)
    {
        var policy = stack.Referring("aws:ecr/lifecyclePolicy:LifecyclePolicy", "repository", resource).FirstOrDefault();
        return Evaluation.Of(resource, policy is not null, "The repository has no lifecycle policy.", new Evidence("lifecycle policy", policy?.Name ?? "none"));
    }

    private static Evaluation? CustomerKey(RecordedResource resource, AuditedStack stack)
    {
        var key = resource.Inputs.List("encryptionConfigurations").Maps.Where(encryption => encryption.Text("encryptionType") is "KMS" or "KMS_DSSE")
            .Select(encryption => stack.Find(encryption.Text("kmsKey"))).FirstOrDefault(found => found is not null);
        return Evaluation.Of(resource, key is not null, "Images are encrypted with an AWS managed key.", new Evidence("encryptionConfigurations.kmsKey", key?.Name ?? "none of this stack"));
    }
}
