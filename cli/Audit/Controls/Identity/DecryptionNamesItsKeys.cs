using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Policies that decrypt name the keys.</summary>
public sealed class DecryptionNamesItsKeys : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-decrypt-named-keys",
        Title = "Policies that decrypt name the keys",
        Why = "Who may decrypt with every key may read everything that is encrypted. A tag of the key narrows a statement as a name does; AWS Security Hub looks at names alone, and will report it.",
        Document = "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("KMS.1"), Reference.Fsbp("KMS.2")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        // A boundary grants nothing by itself; AWS leaves it out as well.
        var boundaries = stack.OfType("aws:iam/role:Role").Select(role => stack.Find(role.Inputs.Text("permissionsBoundary"))).ToHashSet();
        foreach (var policy in stack.Policies.Where(policy => policy.Kind == PolicyKind.Identity && !boundaries.Contains(policy.Resource)))
        {
            var faults = policy.Allowing.Where(IsFault).ToList();
            if (faults.Count == 0) yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in faults)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} decrypts with every key.", policy.Quote(statement));
        }
    }

    private static bool IsFault(ParsedStatement statement) =>
        (statement.Covers("kms:Decrypt") || statement.Covers("kms:ReEncryptFrom"))
        && statement.Resources.Any(resource => resource.Trim('*').Length == 0 || resource.EndsWith(":key/*", StringComparison.Ordinal))
        && !statement.Conditions.Any(condition => condition.Key.StartsWith("aws:ResourceTag/", StringComparison.OrdinalIgnoreCase) && condition.Restricts(condition.Key));
}
