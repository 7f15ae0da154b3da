using SecureApi.Cli.Audit.Policies;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Identity;

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

    // Each gives its holder the rights of somebody else, or new rights of its own.
    private static readonly string[] Escalating =
    [
        "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:AttachGroupPolicy",
        "iam:PutRolePolicy", "iam:PutUserPolicy", "iam:PutGroupPolicy", "iam:AddUserToGroup", "iam:UpdateAssumeRolePolicy",
        "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:CreateServiceSpecificCredential",
    ];

    private static readonly string[] LiftingTheBoundary = ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"];

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var policy in stack.Policies.Where(policy => policy.Kind == PolicyKind.Identity))
        {
            var faults = policy.Allowing.Where(statement => IsFault(statement, policy, stack)).ToList();
            if (faults.Count == 0) yield return Verdict.Of(policy.Resource, met: true, "", policy.Quotes);
            foreach (var statement in faults)
                yield return Verdict.Of(policy.Resource, met: false, $"The statement {statement.Sid} lets its holder gain rights that it does not have.", policy.Quote(statement));
        }
    }

    private static bool IsFault(ParsedStatement statement, DeclaredPolicy policy, AuditedStack stack) =>
        (statement.Covers("iam:PassRole") && (!statement.Restricts("iam:PassedToService") || statement.AnyResource))
        || (statement.AnyResource && (statement.Covers("sts:AssumeRole") || statement.Covers("ecs:RunTask") || statement.Covers("lambda:UpdateFunctionCode")))
        || Array.Exists(LiftingTheBoundary, statement.Covers)
        || (Array.Exists(Escalating, statement.Covers) && !IsCapped(statement, policy, stack));

    // Whoever gains by it stays under a permissions boundary: the statement asks for one, or every role that it speaks of
    // has one and no other can be made.
    private static bool IsCapped(ParsedStatement statement, DeclaredPolicy policy, AuditedStack stack)
    {
        if (statement.Restricts("iam:PermissionsBoundary")) return true;
        if (statement.AnyResource || policy.Allowing.Any(other => other.Covers("iam:CreateRole") && !other.Restricts("iam:PermissionsBoundary"))) return false;
        var roles = stack.OfType("aws:iam/role:Role").Where(role => SpeaksOf(statement, role, stack)).ToList();
        return roles.Count > 0 && roles.TrueForAll(role => role.Inputs.Text("permissionsBoundary") is not null);
    }

    private static bool SpeaksOf(ParsedStatement statement, RecordedResource role, AuditedStack stack)
    {
        bool Matches(string? arn) => arn is not null && statement.Resources.Any(pattern => PolicyPattern.Matches(pattern, arn));
        return Matches(role.Outputs.Text("arn")) || stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").Any(attachment =>
            attachment.Inputs.Text("role") == role.Outputs.Text("name") && Matches(attachment.Inputs.Text("policyArn")));
    }
}
