using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on AWS Secrets Manager.</summary>
internal static class SecretsManagerRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "secret-rotation",
            Title = "Secrets are rotated by a schedule",
            Why = "A secret that never changes is known to everybody who ever saw it.",
            Document = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
            Severity = Severity.Medium,
            References = [Reference.Fsbp("SecretsManager.1"), Reference.Fsbp("SecretsManager.4"), Reference.Pci("8.6.3"), Reference.Pci("8.3.9")],
            Evaluate = Each("aws:secretsmanager/secret:Secret", Rotation),
        },
        new()
        {
            Id = "secret-customer-key",
            Title = "Secrets are encrypted with a customer managed key",
            Why = "Only a key of one's own can be restricted, watched and revoked.",
            Document = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:secretsmanager/secret:Secret", CustomerKey),
        },
        new()
        {
            Id = "secret-recovery",
            Title = "Deleted secrets can be recovered",
            Why = "A secret that was deleted by mistake stops every task that needs it.",
            Document = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
            Severity = Severity.Low,
            Evaluate = Each("aws:secretsmanager/secret:Secret", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Number("recoveryWindowInDays") is null or >= 7, "A deleted secret is gone at once.", "recoveryWindowInDays")),
        },
    ];

    private static Evaluation? Rotation(RecordedResource resource, AuditedStack stack)
    {
        var rotation = stack.Referring("aws:secretsmanager/secretRotation:SecretRotation", "secretId", resource).FirstOrDefault();
        return Evaluation.Of(resource, rotation is not null, "Secrets Manager does not rotate the secret.", new Evidence("rotation", rotation?.Name ?? "none"));
    }

    private static Evaluation? CustomerKey(RecordedResource resource, AuditedStack stack)
    {
        var key = stack.Find(resource.Inputs.Text("kmsKeyId"));
        return Evaluation.Of(resource, key is not null, "The secret is encrypted with an AWS managed key.", new Evidence("kmsKeyId", key?.Name ?? "none of this stack"));
    }
}
