namespace SecureApi.Cli.Audit.Controls.Identity;

/// <summary>Roles have policies of this stack alone.</summary>
public sealed class AwsPoliciesAreNotUsed : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "iam-own-policies",
        Title = "Roles have policies of this stack alone",
        Why = "AWS's managed policies are written for everybody: they allow more than any one role needs, and AWS changes them.",
        Document = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
    [
        .. stack.OfType("aws:iam/role:Role").Select(role => Verdict.Of(
            role, role.Inputs.List("managedPolicyArns").Texts.All(arn => stack.Find(arn) is not null), "The role has a policy from outside the stack.", "managedPolicyArns")),
        .. stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").Select(attachment => Verdict.Of(
            attachment, stack.Find(attachment.Inputs.Text("policyArn")) is not null, "The attached policy is from outside the stack.", "policyArn")),
    ];
}
