using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Resource policies for services name the account or resource they act for.</summary>
public sealed class ServicesActForUs : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "policy-confused-deputy",
        Title = "Resource policies for services name the account or resource they act for",
        Why = "Otherwise somebody else's resource can make the service write here or decrypt: a confused deputy.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        Severity = Severity.High,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var policy in stack.Policies.Where(policy => policy.Kind is PolicyKind.Resource))
        {
            var faults = policy.Allowing.Where(IsFault).ToList();
            if (faults.Count == 0)
                yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in faults)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} does not say for whom the service acts.", policy.Quote(statement));
        }
    }

    // The encryption context of a log group names the account as well.
    private static bool IsFault(ParsedStatement statement) => statement.Principals.Any(principal => principal.IsService)
        && !statement.Restricts("aws:SourceAccount") && !statement.Restricts("aws:SourceArn") && !statement.Restricts("aws:SourceOrgID")
        && !statement.Conditions.Any(condition => condition.Key.StartsWith("kms:EncryptionContext:", StringComparison.Ordinal) && condition.Restricts(condition.Key));
}
