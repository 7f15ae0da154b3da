using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Registry;

/// <summary>Repositories scan images when they are pushed.</summary>
public sealed class ImagesAreScanned() : ResourceControl("aws:ecr/repository:Repository")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecr-scan-on-push",
        Title = "Repositories scan images when they are pushed",
        Why = "A known hole is best found before it runs.",
        Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("ECR.1"), Reference.Pci("6.2.3"), Reference.Pci("6.2.4")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Map("imageScanningConfiguration").Boolean("scanOnPush") is true, "Images are not scanned.", "imageScanningConfiguration");
}
