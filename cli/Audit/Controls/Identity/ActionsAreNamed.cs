using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Policies name their actions.</summary>
public sealed class ActionsAreNamed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-no-wildcard-actions",
        Title = "Policies name their actions",
        Why = "A wildcard grants what the service will invent tomorrow.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("IAM.21")],
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
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} allows actions by wildcard.", policy.Quote(statement));
        }
    }

    private static bool IsFault(ParsedStatement statement) => statement.Actions.Any(action => action.Contains('*', StringComparison.Ordinal) || action.Contains('?', StringComparison.Ordinal));
}
