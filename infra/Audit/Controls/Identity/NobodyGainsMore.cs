using SecureApi.Audit.Policies;

namespace SecureApi.Audit.Controls.Identity;

/// <summary>No policy lets its holder gain more.</summary>
public sealed class NobodyGainsMore : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-no-escalation",
        Title = "No policy lets its holder gain more",
        Why = "A role that can pass roles or change policies can make itself administrator.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_access-management.html",
        Severity = Severity.High,
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
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} lets its holder gain rights that it does not have.", policy.Quote(statement));
        }
    }

    // Each gives its holder the rights of somebody else, or new rights of its own.
    private static readonly string[] Escalating =
    [
        "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:AttachGroupPolicy",
        "iam:PutRolePolicy", "iam:PutUserPolicy", "iam:PutGroupPolicy", "iam:AddUserToGroup", "iam:UpdateAssumeRolePolicy",
        "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:DeleteRolePermissionsBoundary",
        "iam:PutRolePermissionsBoundary", "iam:CreateServiceSpecificCredential", "iam:UpdateRole",
    ];

    private static bool IsFault(ParsedStatement statement) =>
        Array.Exists(Escalating, statement.Covers)
        || (statement.Covers("iam:PassRole") && (!statement.Restricts("iam:PassedToService") || statement.AnyResource))
        || (statement.Covers("sts:AssumeRole") && statement.AnyResource)
        || (statement.Covers("ecs:RunTask") && statement.AnyResource)
        || (statement.Covers("lambda:UpdateFunctionCode") && statement.AnyResource);
}
