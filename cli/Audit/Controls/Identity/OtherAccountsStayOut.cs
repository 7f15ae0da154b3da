using SecureApi.Cli.Audit.Policies;

namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Resource policies let in this account alone.</summary>
public sealed class OtherAccountsStayOut : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "policy-own-account",
        Title = "Resource policies let in this account alone",
        Why = "Another account's administrators decide who uses what it was let into.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("S3.6")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        var own = stack.Recorded.Resources.Select(resource => resource.Outputs.Text("ownerId")).FirstOrDefault(id => id is { Length: 12 });
        foreach (var policy in stack.Policies.Where(policy => policy.Kind == PolicyKind.Resource))
        {
            var foreign = policy.Allowing.Where(statement => statement.Principals.Any(principal => principal.Account is { } account && account != own)).ToList();
            if (foreign.Count == 0)
                yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in foreign)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} lets another account in.", policy.Quote(statement));
        }
    }
}
