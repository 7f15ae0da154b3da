using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Encryption;

/// <summary>Keys rotate every year.</summary>
public sealed class KeysRotate() : ResourceControl("aws:kms/key:Key")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "kms-rotation",
        Title = "Keys rotate every year",
        Why = "The less one key encrypts, the less one lost key reveals.",
        Document = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
        Severity = Severity.Medium,
        References = [Reference.SecurityHub("KMS.4"), Reference.Cis("3.6"), Reference.Pci("3.7.4")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        resource.Inputs.Text("customerMasterKeySpec") is { } spec && spec != "SYMMETRIC_DEFAULT"
            ? null
            : Verdict.Of(
                resource,
                resource.Inputs.Boolean("enableKeyRotation") is true && resource.Inputs.Number("rotationPeriodInDays") is null or <= 366,
                "The key does not rotate every year.",
                Evidence.Of(resource, "enableKeyRotation"), Evidence.Of(resource, "rotationPeriodInDays"));
}
