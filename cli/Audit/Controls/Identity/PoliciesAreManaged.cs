namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Roles have managed policies, no inline ones.</summary>
public sealed class PoliciesAreManaged : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-no-inline-policies",
        Title = "Roles have managed policies, no inline ones",
        Why = "Inline policies have no versions and are listed nowhere.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
        Severity = Severity.Low,
    };

    private static readonly string[] Inline = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy"];

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
    [
        .. stack.OfType("aws:iam/role:Role").Select(role => Verdict.Of(
            role, role.Inputs.List("inlinePolicies").Count == 0, "The role has an inline policy.", "inlinePolicies")),
        .. Inline.SelectMany(stack.OfType).Select(policy => Verdict.Of(
            policy, met: false, "The policy is inline.", new Evidence("type", policy.Type))),
    ];
}
