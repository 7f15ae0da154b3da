using System.Collections.Immutable;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on AWS KMS.</summary>
internal static class KmsRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "kms-rotation",
            Title = "Keys rotate every year",
            Why = "The less one key encrypts, the less one lost key reveals.",
            Document = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
            Severity = Severity.Medium,
            References = [Reference.SecurityHub("KMS.4"), Reference.Cis("3.6"), Reference.Pci("3.7.4")],
            Evaluate = Each("aws:kms/key:Key", (resource, _) =>
                resource.Inputs.Text("customerMasterKeySpec") is { } spec && spec != "SYMMETRIC_DEFAULT"
                ? null
                : Evaluation.Of(
                    resource,
                    resource.Inputs.Boolean("enableKeyRotation") is true && resource.Inputs.Number("rotationPeriodInDays") is null or <= 366,
                    "The key does not rotate every year.",
                    Evidence.Of(resource, "enableKeyRotation"), Evidence.Of(resource, "rotationPeriodInDays"))),
        },
        new()
        {
            Id = "kms-deletion-window",
            Title = "Deleting a key takes thirty days",
            Why = "What a deleted key encrypted is lost for ever: somebody must have the time to notice.",
            Document = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
            Severity = Severity.High,
            References = [Reference.Fsbp("KMS.3")],
            Evaluate = Each("aws:kms/key:Key", (resource, _) => Evaluation.Of(
                resource, resource.Inputs.Number("deletionWindowInDays") is null or 30, "The key can be deleted in less than thirty days.", "deletionWindowInDays")),
        },
    ];
}
