using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Nothing is allowed by leaving something out.</summary>
public sealed class StatementsAreNotNegated : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-no-negated-allow",
        Title = "Nothing is allowed by leaving something out",
        Why = "Whatever is not named is allowed, and that grows by itself.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
        Severity = Severity.High,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var policy in stack.Policies.Where(policy => policy.Kind is PolicyKind.Identity or PolicyKind.Trust or PolicyKind.Resource or PolicyKind.Endpoint))
        {
            var faults = policy.Allowing.Where(IsFault).ToList();
            if (faults.Count == 0)
                yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in faults)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} allows by {string.Join(", ", statement.Negations)}.", policy.Quote(statement));
        }
    }

    private static bool IsFault(ParsedStatement statement) => !statement.Negations.IsEmpty;
}
