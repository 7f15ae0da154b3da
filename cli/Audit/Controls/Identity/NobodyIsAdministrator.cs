using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>No policy allows everything.</summary>
public sealed class NobodyIsAdministrator : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-no-administrator",
        Title = "No policy allows everything",
        Why = "Whoever gets hold of such a role owns the account.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("IAM.1"), Reference.Cis("1.16", "v1.4.0"), Reference.Pci("7.2.1", "v3.2.1")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var policy in stack.Policies.Where(policy => policy.Kind is PolicyKind.Identity))
        {
            var faults = policy.Allowing.Where(IsFault).ToList();
            if (faults.Count == 0)
                yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in faults)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} allows every action on everything.", policy.Quote(statement));
        }
    }

    private static bool IsFault(ParsedStatement statement) => statement.Actions.Contains("*") && statement.AnyResource;
}
