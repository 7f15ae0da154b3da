using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Trust policies name who may take on a role.</summary>
public sealed class TrustIsNamed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-trust-named",
        Title = "Trust policies name who may take on a role",
        Why = "A role that anybody can take on is anybody's.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html",
        Severity = Severity.Critical,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var policy in stack.Policies.Where(policy => policy.Kind == PolicyKind.Trust))
        {
            var faults = policy.Allowing.Where(statement => IsFault(statement, policy)).ToList();
            if (faults.Count == 0)
                yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in faults)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} lets somebody take on the role who is not named closely enough.", policy.Quote(statement));
        }
    }

    // Another account needs an external id, a web identity its audience and subject.
    private static bool IsFault(ParsedStatement statement, DeclaredPolicy policy) => statement.Principals.IsEmpty || statement.Principals.Any(principal =>
        principal.IsAnyone
        || principal.Value == "*"
        || (principal.Account is { } account && account != Account(policy) && !statement.Restricts("sts:ExternalId") && !statement.Restricts("aws:PrincipalOrgID"))
        || (principal.Kind == "Federated" && !statement.Conditions.Any(condition => condition.Key.EndsWith(":sub", StringComparison.Ordinal) && condition.Restricts(condition.Key))));

    private static string? Account(DeclaredPolicy policy) =>
        policy.Resource.Outputs.Text("arn")?.Split(':') is [_, _, _, _, var account, ..] ? account : null;
}
